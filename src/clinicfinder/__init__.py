"""clinicfinder: nearest ketamine, Spravato and TMS clinics, and honest coverage estimates."""

"""The sites that show our search in a frame."""

from sqlalchemy import false
from sqlmodel import Field, SQLModel


class PartnerRow(SQLModel, table=True):
    """One partner, cell by cell as people write it in partners.csv.

    `changed_by_operator`: the row is as somebody saved it here, and loading the files does not touch it.
    """

    __tablename__ = "partners"

    slug: str = Field(primary_key=True)
    name: str
    allowed_origins: str
    networks: str
    treatments: str
    default_place: str
    language: str
    accent: str
    corner_radius: str
    font: str
    scheme: str
    enabled: str
    contact: str
    changed_by_operator: bool = Field(default=False, sa_column_kwargs={"server_default": false()})

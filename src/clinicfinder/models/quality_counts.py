"""How good the data was on each day that somebody looked."""

from datetime import date

from sqlmodel import Field, SQLModel


class QualityCountRow(SQLModel, table=True):
    """One count of one day: `measure` is a name of usecases.data_quality, `total` is what `found` is a share of."""

    __tablename__ = "quality_counts"

    day: date = Field(primary_key=True)
    measure: str = Field(primary_key=True, max_length=60)
    found: int
    total: int

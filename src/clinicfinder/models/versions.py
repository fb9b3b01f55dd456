"""Which data the database holds."""

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel


class DataVersionRow(SQLModel, table=True):
    """The one row that says which files were loaded last. Every worker looks at it to notice a load."""

    __tablename__ = "data_version"
    __table_args__ = (CheckConstraint("only_row = 1", name="ck_data_version_only_row"),)

    only_row: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    version: str

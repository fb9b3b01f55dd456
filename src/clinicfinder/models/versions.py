"""Which data the database holds."""

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel


class DataVersionRow(SQLModel, table=True):
    """The one row that says which files were loaded last, and how often an operator changed data since the start.

    Both together are the data version that every worker looks at. The count never goes down, so that no version
    stands for two states of the data.
    """

    __tablename__ = "data_version"
    __table_args__ = (CheckConstraint("only_row = 1", name="ck_data_version_only_row"),)

    only_row: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    files_version: str
    operator_changes: int = 0

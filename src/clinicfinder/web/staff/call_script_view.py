"""The script beside the panels of the call screen: the texts in force, their variables filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from clinicfinder.config import CrisisLine
from clinicfinder.domain.call_scripts import Block, Piece, ScriptBlock, blocks_in_force, filled, version_name
from clinicfinder.domain.staff import StaffMember


@dataclass(frozen=True, slots=True)
class ScriptView:
    """The blocks to read, and the name of exactly these texts. Both are empty for an agent who hides them."""

    blocks: Mapping[Block, tuple[Piece, ...]]
    version: str

    def pieces(self, block: Block) -> tuple[Piece, ...]:
        """One block in pieces; empty if it is not to be shown."""
        return self.blocks.get(block, ())


def script_view(
    scripts: tuple[ScriptBlock, ...], member: StaffMember, crisis: CrisisLine, values: Mapping[str, str], day: date
) -> ScriptView:
    """The script as this agent reads it now.

    Args: values: what is known of the call so far, by variable. Where to turn in a crisis is added here.
    """
    if member.hide_scripts:
        return ScriptView({}, "")
    known = {
        "agent_name": member.display_name,
        "crisis_number": crisis.number,
        "emergency": crisis.emergency,
        **values,
    }
    blocks = blocks_in_force(scripts, day)
    return ScriptView({name: filled(one.text, known) for name, one in blocks.items()}, version_name(blocks.values()))

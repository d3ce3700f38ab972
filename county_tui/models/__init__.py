"""The registers and the ledger's other tables. To add a field: one line in its register's file, one migration."""

from __future__ import annotations

from county_tui.errors import NotFoundError
from county_tui.models.activities import Activities
from county_tui.models.agreements import Agreements
from county_tui.models.bases import Bases
from county_tui.models.demonstration_units import DemonstrationUnits
from county_tui.models.department_totals import DepartmentTotals
from county_tui.models.evidence import Evidence
from county_tui.models.honours import Honours
from county_tui.models.indicator_progress import IndicatorProgress
from county_tui.models.indicators import Indicators
from county_tui.models.kinds import Reference
from county_tui.models.mediations import Mediations
from county_tui.models.meetings import Meetings
from county_tui.models.member_units import MemberUnits
from county_tui.models.personnel import Personnel
from county_tui.models.projects import Projects
from county_tui.models.publicity import Publicity
from county_tui.models.register import Register
from county_tui.models.service_records import ServiceRecords
from county_tui.models.service_tallies import ServiceTallies
from county_tui.models.surveys import Surveys
from county_tui.models.tasks import Tasks
from county_tui.models.trainings import Trainings
from county_tui.models.work_systems import WorkSystems

REGISTERS: tuple[type[Register], ...] = (
    Personnel,
    Bases,
    DemonstrationUnits,
    WorkSystems,
    ServiceRecords,
    ServiceTallies,
    Activities,
    Trainings,
    Publicity,
    Mediations,
    Meetings,
    Tasks,
    MemberUnits,
    Agreements,
    Surveys,
    Honours,
    DepartmentTotals,
    Projects,
    Indicators,
    IndicatorProgress,
    Evidence,
)
"""All registers, those that others refer to first."""
REFERRED = frozenset(
    field.register for register in REGISTERS for field in register.fields().values() if isinstance(field, Reference)
)
"""The registers whose records others refer to by name."""


def register_named(name: str) -> type[Register]:
    """The register of a name in code, on the command line or in Chinese. Raises NotFoundError with the names."""
    wanted = name.strip().lower().replace("-", "_")
    for register in REGISTERS:
        if wanted in (register.register_name(), register.label):
            return register
    names = "、".join(f"{r.label}（{r.register_name().replace('_', '-')}）" for r in REGISTERS)
    raise NotFoundError(f"没有名为“{name}”的台账", f"，可用：{names}。")

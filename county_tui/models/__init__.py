"""The registers and the ledger's other tables. To add a field: one line in its register's file, one migration."""

from __future__ import annotations

from county_tui.errors import NotFoundError
from county_tui.models.activities import Activities
from county_tui.models.bases import Bases
from county_tui.models.demonstration_units import DemonstrationUnits
from county_tui.models.indicator_progress import IndicatorProgress
from county_tui.models.indicators import Indicators
from county_tui.models.personnel import Personnel
from county_tui.models.register import Register
from county_tui.models.service_records import ServiceRecords
from county_tui.models.service_tallies import ServiceTallies
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
    Indicators,
    IndicatorProgress,
)
"""All registers, those that others refer to first."""


def register_named(name: str) -> type[Register]:
    """The register of a name in code, on the command line or in Chinese. Raises NotFoundError with the names."""
    wanted = name.strip().lower().replace("-", "_")
    for register in REGISTERS:
        if wanted in (register.register_name(), register.label):
            return register
    names = "、".join(f"{r.label}（{r.register_name().replace('_', '-')}）" for r in REGISTERS)
    raise NotFoundError(f"没有名为“{name}”的台账", f"，可用：{names}。")

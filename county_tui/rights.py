"""Who may what: the rights, the roles that have them, and the one place where it is decided.

A command names the right it needs with `cli.options.needs`, an action of a screen with `screens.base.needs`, and a
write with the `right` of its `store.transaction`. A process acts for one person; nobody's role is looked at unless
`--role` gave one, since an office of three needs none.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from county_tui.errors import CountyError


class Right(StrEnum):
    """What one may be let do; the value is how a person is told of it."""

    LOOK = "查看和导出"
    ENTER = "录入、导入和修改记录"
    BACK_UP = "做备份"
    UNDO_OTHERS = "撤销别人的导入和批量修改"
    SEAL = "封存和更正上报"
    RESTORE = "恢复和清理备份"
    SET_UP = "改设置、可选项、区划和表样"
    COLLECT = "下发任务、退回和通过下级的上报"


class Role(StrEnum):
    """Whom a session is for, by the words of `--role`."""

    READER = "reader"
    CLERK = "clerk"
    HEAD = "head"

    @property
    def label(self) -> str:
        """What it is called."""
        return LABELS[self]


LABELS = {Role.READER: "查阅", Role.CLERK: "经办", Role.HEAD: "负责人"}

RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType(
    {
        Role.READER: frozenset((Right.LOOK,)),
        Role.CLERK: frozenset((Right.LOOK, Right.ENTER, Right.BACK_UP)),
        Role.HEAD: frozenset(Right),
    }
)


class NotAllowedError(CountyError):
    """The session's role does not have the right that something needs."""

    def __init__(self, role: Role, right: Right) -> None:
        able = "、".join(one.label for one in Role if right in RIGHTS[one])
        super().__init__(f"这次登录的身份是“{role.label}”，不能{right}", f"，请找{able}身份的同事。")


class _Session:
    """The role this process acts in; one for all its threads, so that no worker is without it."""

    role: Role | None = None


def act_as(role: Role | None) -> None:
    """Say for whom this process works from now on; None lets everything."""
    _Session.role = role


def acting_role() -> Role | None:
    """The role this process acts in, if any was given."""
    return _Session.role


def may(right: Right) -> bool:
    """Whether whoever uses this process has the right."""
    return _Session.role is None or right in RIGHTS[_Session.role]


def require(right: Right) -> None:
    """Go on only with the right. Raises NotAllowedError."""
    if _Session.role is not None and not may(right):
        raise NotAllowedError(_Session.role, right)

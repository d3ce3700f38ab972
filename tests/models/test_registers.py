"""The seven declarations: sound in themselves, and as the design lists them."""

from __future__ import annotations

import datetime
import re
from collections import Counter

import pytest

from county_tui.errors import NotFoundError
from county_tui.models import REGISTERS, register_named
from county_tui.models.kinds import Choice, MultiChoice, Value, folded
from county_tui.models.lookups import Lookups
from county_tui.models.register import Register

EACH = pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.register_name())


@EACH
def test_what_a_register_says_of_its_fields_names_its_fields(register: type[Register]) -> None:
    named = {*register.key, *register.listed, *(name.lstrip("-") for name in register.order)}
    assert named <= set(register.fields())
    optional = {"number", "base", "level", "document_no"}
    assert all(register.fields()[name].is_required for name in set(register.key) - optional)


@EACH
def test_no_two_fields_of_a_register_share_a_label_or_alias(register: type[Register]) -> None:
    texts = Counter(
        text
        for name, field in register.fields().items()
        for text in {folded(each) for each in (name, field.label, *field.aliases)}
    )
    assert [text for text, count in texts.items() if count > 1] == []


@EACH
def test_every_choice_list_is_seeded_and_its_labels_can_be_typed(register: type[Register], lookups: Lookups) -> None:
    for field in register.fields().values():
        if isinstance(field, Choice | MultiChoice):
            labels = lookups.choices(field.options)
            assert labels, field.options
            for label in labels:
                value: Value = (label,) if isinstance(field, MultiChoice) else label
                assert field.parse(label, lookups) == value


@EACH
def test_a_register_answers_to_its_names(register: type[Register]) -> None:
    name = register.register_name()
    for spelled in (name, name.replace("_", "-"), name.upper(), f" {register.label} "):
        assert register_named(spelled) is register


def test_an_unknown_register_is_refused_with_the_names() -> None:
    with pytest.raises(NotFoundError, match=re.escape("服务记录（service-records）")):
        register_named("residents")


@EACH
def test_no_register_has_a_field_about_residents(register: type[Register]) -> None:
    private = re.compile("身份证|户主|家庭|民族$|宗教信仰|户籍地|服务对象")
    for field in register.fields().values():
        for text in (field.label, *field.aliases):
            if field.kind != "integer":
                assert not private.search(text) or text in ("宗教活动场所",), text


@EACH
def test_an_empty_record_lacks_each_required_field(register: type[Register]) -> None:
    problems = register.problems({})
    assert [problem.field for problem in problems] == [n for n, f in register.fields().items() if f.is_required]
    assert all(problem.message.endswith("必须填写。") for problem in problems)


@pytest.mark.parametrize(
    ("register", "values", "field"),
    [
        ("service_records", {"people_served": 5, "migrants_served": 6}, "migrants_served"),
        ("service_records", {"people_served": 5, "minority_served": 6}, "minority_served"),
        ("service_records", {"people_served": 4, "minority_served": 1}, "minority_served"),
        ("service_records", {"people_served": 1, "language": "彝语"}, "language"),
        ("service_records", {"people_served": 4, "migrants_served": 0}, "migrants_served"),
        (
            "service_records",
            {"served_on": datetime.date(2026, 5, 2), "completed_on": datetime.date(2026, 5, 1)},
            "completed_on",
        ),
        ("activities", {"held_on": datetime.date(2026, 5, 2), "ended_on": datetime.date(2026, 5, 1)}, "ended_on"),
        ("bases", {"named_on": "2026-05", "valid_until": "2026-04-30"}, "valid_until"),
        ("personnel", {"started_on": "2026", "ended_on": "2025-12"}, "ended_on"),
        ("work_systems", {"issued_on": "2026-05-02", "effective_on": "2026-05-01"}, "effective_on"),
        ("indicators", {"actual": 3, "source": "服务件数"}, "actual"),
    ],
)
def test_a_broken_rule_names_its_field(register: str, values: dict[str, Value], field: str) -> None:
    found = [problem for problem in register_named(register).problems(values) if "必须" not in problem.message]
    assert [problem.field for problem in found] == [field]


@pytest.mark.parametrize(
    ("register", "values"),
    [
        ("service_records", {"people_served": 5, "migrants_served": 5, "minority_served": 0, "language": "彝语"}),
        ("bases", {"named_on": "2026-05-31", "valid_until": "2026-05"}),
        ("bases", {"named_on": "2026", "valid_until": "2026-01-01"}),
        ("personnel", {"ended_on": "2020"}),
        ("indicators", {"actual": 3, "source": "手工填报"}),
        ("indicators", {"actual": 3}),
    ],
)
def test_what_no_rule_forbids_passes(register: str, values: dict[str, Value]) -> None:
    assert all("必须" in problem.message for problem in register_named(register).problems(values))


def test_a_service_record_is_matched_by_what_does_not_change_about_it() -> None:
    services = register_named("service_records")
    day = datetime.date(2026, 5, 1)
    plain = services.record_key_of({"served_on": day, "item": "咨询"})
    assert plain == services.record_key_of({"item": "咨询", "served_on": day, "number": "FW1", "outcome": "办结"})
    assert plain == services.record_key_of({"item": "咨询", "served_on": day, "notes": "多一字"})
    assert plain != services.record_key_of({"served_on": day, "item": "咨询", "people_served": 2})
    assert services.is_keyed({"number": "FW1"}) and not services.is_keyed({"number": None})

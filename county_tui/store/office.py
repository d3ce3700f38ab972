"""What an office enters about itself for its forms, and how it numbers its records."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from county_tui.errors import NotFoundError, Remedy, ValueRefusedError
from county_tui.models.kinds import Value, clean
from county_tui.models.line import account_in, resident_in, watching_in
from county_tui.models.privacy import holds_id_number
from county_tui.models.register import Register
from county_tui.rights import Right
from county_tui.store.evidence_files import FOLDER, checked_folder
from county_tui.store.ledger_lookups import set_setting, settings
from county_tui.store.session import records

NUMBER_SETTING = "number_pattern"
USUAL_NUMBER = "年-0001"
"""`年` stands for the year of the record, the digits at the end count."""
_PATTERN = re.compile(r"[^0-9]*0{0,7}1")
OFFICE_SETTINGS = {
    "unit": "填报单位",
    "leader": "单位负责人",
    "reviewer": "审核人",
    "reporter": "填报人",
    "phone": "联系电话",
    "form_no": "表号",
    "form_issuer": "制定机关",
    "form_document_no": "文号",
    "form_valid_until": "有效期",
    "backup_key": "备份公钥",
    "number_pattern": "服务编号",
    "evidence_folder": "佐证文件夹",
}
"""The settings a person can change, by name, with their Chinese names."""
OF_ITS_OWN = ("phone", "backup_key")
"""Settings that are numbers by their nature, the office's own."""
_PUBLIC_KEY = re.compile(r"age1[02-9ac-hj-np-z]{58}")


def check_pattern(text: str) -> None:
    """Raise ValueRefusedError for a pattern that does not end in digits to count with."""
    if not _PATTERN.fullmatch(text):
        raise ValueRefusedError(f"“{text}”不能用来编号", "，请写第一个编号的样子，年份写“年”，如 年-0001、锦服年-001。")


def next_number(register: type[Register], values: Mapping[str, Value]) -> str:
    """The number a new record gets. To be asked in the transaction that writes it: nobody else gets the same.

    Numbers of records in the trash are not given again.
    """
    pattern = settings().get(NUMBER_SETTING) or USUAL_NUMBER
    digits = pattern[len(pattern.rstrip("01")) :]
    before = pattern.removesuffix(digits).replace("年", str(values[register.dated_by])[:4])
    field: Any = register.fields()[register.key[0]]
    query = register.select(field).where((field >= before) & (field < before + ":"))  # ":" follows "9"
    taken = [text[len(before) :] for (text,) in records(query) if text[len(before) :].isascii()]
    last = max((int(text) for text in taken if text.isdigit()), default=0)
    return f"{before}{last + 1:0{len(digits)}d}"


def office_settings() -> dict[str, str]:
    """The value of each office setting, empty where not entered."""
    known = settings()
    return {name: known.get(name, "") for name in OFFICE_SETTINGS}


def office_setting_named(name: str) -> str:
    """The setting of a name in code or in Chinese. Raises NotFoundError with the names."""
    given = name.strip()
    wanted = given.lower().replace("-", "_")
    for known, label in OFFICE_SETTINGS.items():
        if wanted == known or given == label:
            return known
    names = "、".join(f"{label}（{known}）" for known, label in OFFICE_SETTINGS.items())
    raise NotFoundError(f"没有名为“{name}”的设置", f"，可用：{names}。")


def set_office_setting(name: str, value: str) -> str:
    """Keep an office setting given by either name; returns its Chinese name. An empty value clears it.

    Raises NotFoundError for an unknown name, ValueRefusedError for a value that holds an ID number or is no key.
    """
    known = office_setting_named(name)
    if holds_id_number(value):
        raise ValueRefusedError(f"“{OFFICE_SETTINGS[known]}”里含有身份证号", "，请改写。")
    text = clean(value, keep_lines=False)
    if found := account_in(text) if known in OF_ITS_OWN else resident_in(text) or watching_in(text):
        raise found.refusal()
    if known == "backup_key" and text and not _PUBLIC_KEY.fullmatch(text):
        raise ValueRefusedError("这不是可用的备份公钥", "，公钥以 age1 开头，共 62 个字符。", Remedy.MAKE_KEY)
    if known == NUMBER_SETTING and text:
        check_pattern(text)
    if known == FOLDER and text:
        text = checked_folder(text)
    set_setting(known, text, Right.SET_UP)
    return OFFICE_SETTINGS[known]

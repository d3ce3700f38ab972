"""The registers of the whole standard, kinds of places, and which regions must have what."""

from __future__ import annotations

import peewee

RECORD = """
    id INTEGER NOT NULL PRIMARY KEY, version INTEGER NOT NULL, record_key INTEGER NOT NULL,
    created_at TEXT NOT NULL, created_by TEXT NOT NULL, updated_at TEXT NOT NULL, updated_by TEXT NOT NULL,
    deleted_at TEXT, deleted_by TEXT,
"""
BUFFER_BYTES = 4 << 20

REGISTERS = {
    "meetings": """
        title TEXT NOT NULL, held_on DATE NOT NULL, kind TEXT NOT NULL, region VARCHAR(12) NOT NULL, host_unit TEXT,
        document_no TEXT, summary TEXT, notes TEXT
    """,
    "tasks": """
        title TEXT NOT NULL, source TEXT NOT NULL, meeting_id INTEGER, handed_by TEXT, handed_on DATE NOT NULL,
        responsible TEXT NOT NULL, region VARCHAR(12) NOT NULL, due_on DATE, status TEXT, done_on DATE, result TEXT,
        notes TEXT, FOREIGN KEY (meeting_id) REFERENCES meetings (id) ON DELETE RESTRICT
    """,
    "member_units": """
        name TEXT NOT NULL, region VARCHAR(12) NOT NULL, kind TEXT, duty TEXT, contact TEXT, phone TEXT, notes TEXT
    """,
    "agreements": """
        title TEXT NOT NULL, partner TEXT NOT NULL, region VARCHAR(12) NOT NULL, direction TEXT, signed_on TEXT,
        valid_until TEXT, items TEXT, contact TEXT, phone TEXT, status TEXT, notes TEXT
    """,
    "surveys": """
        title TEXT NOT NULL, subject TEXT NOT NULL, method TEXT, started_on DATE, ended_on DATE NOT NULL,
        region VARCHAR(12) NOT NULL, issued INTEGER, returned INTEGER, valid INTEGER NOT NULL,
        very_satisfied INTEGER, satisfied INTEGER, fairly_satisfied INTEGER, less_satisfied INTEGER,
        dissatisfied INTEGER, suggestions INTEGER, handled INTEGER, notes TEXT
    """,
    "mediations": """
        month TEXT NOT NULL, region VARCHAR(12) NOT NULL, kind TEXT NOT NULL, accepted INTEGER, settled INTEGER,
        notes TEXT
    """,
    "publicity": """
        month TEXT NOT NULL, region VARCHAR(12) NOT NULL, medium TEXT NOT NULL, level TEXT, pieces INTEGER NOT NULL,
        reads INTEGER, notes TEXT
    """,
    "honours": """
        title TEXT NOT NULL, kind TEXT NOT NULL, level TEXT, awarded_on TEXT NOT NULL, awarded_by TEXT,
        document_no TEXT, region VARCHAR(12) NOT NULL, receivers INTEGER, published_in TEXT, notes TEXT
    """,
    "projects": """
        year INTEGER NOT NULL, plan TEXT, title TEXT NOT NULL, clause TEXT, region VARCHAR(12) NOT NULL,
        responsible TEXT, started_on DATE, due_on DATE, done_on DATE, budget_yuan DECIMAL, status TEXT, progress TEXT,
        notes TEXT
    """,
    "department_totals": """
        period TEXT NOT NULL, department TEXT NOT NULL, category TEXT, item TEXT NOT NULL,
        region VARCHAR(12) NOT NULL, amount DECIMAL NOT NULL, measured_in TEXT, notes TEXT
    """,
    "evidence": """
        title TEXT NOT NULL, kind TEXT NOT NULL, clause TEXT, record TEXT, document_no TEXT, dated_on TEXT,
        pages INTEGER, copies INTEGER, kept_at TEXT, path TEXT, sha256 TEXT, notes TEXT
    """,
}

STATEMENTS = (
    "ALTER TABLE bases ADD COLUMN place_type TEXT",
    "ALTER TABLE activities ADD COLUMN place_type TEXT",
    "ALTER TABLE indicators ADD COLUMN project_id INTEGER REFERENCES projects (id) ON DELETE RESTRICT",
    """
    CREATE TABLE region_need (
        region VARCHAR(12) NOT NULL, need TEXT NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL,
        PRIMARY KEY (region, need)
    )
    """,
    "CREATE INDEX meetings_order ON meetings (held_on) WHERE deleted_at IS NULL",
    "CREATE INDEX tasks_meeting ON tasks (meeting_id) WHERE meeting_id IS NOT NULL",
    "CREATE INDEX indicators_project ON indicators (project_id) WHERE project_id IS NOT NULL",
    "CREATE INDEX evidence_record ON evidence (record) WHERE record IS NOT NULL",
    "CREATE INDEX mediations_order ON mediations (month) WHERE deleted_at IS NULL",
    "CREATE INDEX publicity_order ON publicity (month) WHERE deleted_at IS NULL",
)

CHOICES = {
    "meeting_kind": (
        "党委（党组）会议",
        "政府常务会议",
        "领导小组会议",
        "协调机制会议",
        "民委委员会议",
        "专题会议",
        "其他",
    ),
    "task_status": ("待办", "在办", "办结", "逾期说明"),
    "member_unit_kind": ("协调机制成员单位", "民委委员单位", "领导小组成员单位"),
    "agreement_direction": ("流入地", "流出地", "毗邻", "对口"),
    "agreement_item": ("双向服务", "劳务协作", "联合创建", "信息通报", "纠纷联调", "法律援助", "其他"),
    "agreement_status": ("有效", "到期", "终止"),
    "survey_method": ("问卷", "电话", "现场", "网络"),
    "dispute_kind": ("劳动争议", "消费纠纷", "租赁纠纷", "邻里纠纷", "经营纠纷", "其他"),
    "medium": ("微信公众号", "微博", "短视频", "报刊", "电视", "网站", "宣传栏", "宣传品"),
    "honour_kind": ("集体表彰", "个人表彰", "典型案例", "经验推广"),
    "project_status": ("未启动", "推进中", "完成", "延期"),
    "evidence_kind": ("文件", "方案", "总结", "纪要", "协议", "照片", "报道", "报表", "证书", "台账"),
    "place_type": ("社区", "小区", "学校", "医院", "企业", "商圈", "市场", "车站", "景区", "其他"),
}


def _add_choices(db: peewee.SqliteDatabase) -> None:
    """The new lists, in a ledger that has its lists already; a new ledger is seeded with all of them."""
    if db.execute_sql("SELECT 1 FROM choice_option LIMIT 1").fetchone() is None:
        return
    for options, labels in CHOICES.items():
        for position, label in enumerate(labels):
            row = (options, label, position)
            db.execute_sql("INSERT INTO choice_option (options, label, position, note) VALUES (?, ?, ?, '')", row)


def up(migrator: object, db: peewee.SqliteDatabase) -> None:
    """Make every table and index."""
    for name, columns in REGISTERS.items():
        db.execute_sql(f"CREATE TABLE {name} ({RECORD}{columns})")
        db.execute_sql(f"CREATE INDEX {name}_key ON {name} (record_key) WHERE deleted_at IS NULL")
        db.execute_sql(
            f"CREATE VIRTUAL TABLE {name}_search USING fts5"
            "(characters, initials, content='', columnsize=0, tokenize='unicode61 remove_diacritics 0')"
        )
        db.execute_sql(f"INSERT INTO {name}_search ({name}_search, rank) VALUES ('hashsize', ?)", (BUFFER_BYTES,))
    for statement in STATEMENTS:
        db.execute_sql(statement)
    _add_choices(db)

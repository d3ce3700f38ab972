"""The first schema: the seven registers, their search indexes, and the tables beside them. Frozen: never edited."""

from __future__ import annotations

import peewee

RECORD = """
    id INTEGER NOT NULL PRIMARY KEY, version INTEGER NOT NULL, record_key INTEGER NOT NULL,
    created_at TEXT NOT NULL, created_by TEXT NOT NULL, updated_at TEXT NOT NULL, updated_by TEXT NOT NULL,
    deleted_at TEXT, deleted_by TEXT,
"""

REGISTERS = {
    "personnel": """
        name TEXT NOT NULL, unit TEXT NOT NULL, region VARCHAR(12) NOT NULL, role TEXT NOT NULL, post TEXT,
        phone TEXT, languages TEXT, started_on TEXT, ended_on TEXT, trained_on DATE, training_hours DECIMAL,
        notes TEXT
    """,
    "bases": """
        name TEXT NOT NULL, region VARCHAR(12) NOT NULL, kind TEXT NOT NULL, level TEXT, address TEXT,
        managing_unit TEXT, contact TEXT, phone TEXT, batch TEXT, document_no TEXT, named_on TEXT,
        valid_until TEXT, services TEXT, has_rules INTEGER, has_window INTEGER, has_staff INTEGER,
        has_funds INTEGER, has_events INTEGER, has_publicity INTEGER, has_results INTEGER, area_m2 DECIMAL,
        status TEXT, notes TEXT
    """,
    "demonstration_units": """
        name TEXT NOT NULL, region VARCHAR(12) NOT NULL, sector TEXT NOT NULL, level TEXT NOT NULL, status TEXT,
        batch TEXT, document_no TEXT, named_on TEXT, valid_until TEXT, reviewed_on TEXT, highlights TEXT,
        contact TEXT, phone TEXT, notes TEXT
    """,
    "work_systems": """
        title TEXT NOT NULL, kind TEXT NOT NULL, region VARCHAR(12) NOT NULL, issuing_unit TEXT NOT NULL,
        document_no TEXT, issued_on TEXT, effective_on TEXT, review_due_on DATE, status TEXT, summary TEXT,
        file_location TEXT, notes TEXT
    """,
    "service_records": """
        number TEXT, served_on DATE NOT NULL, category TEXT NOT NULL, item TEXT NOT NULL,
        region VARCHAR(12) NOT NULL, base_id INTEGER, staff_id INTEGER, people_served INTEGER NOT NULL,
        migrants_served INTEGER, minority_served INTEGER, language TEXT, outcome TEXT, completed_on DATE,
        satisfaction INTEGER, notes TEXT, FOREIGN KEY (base_id) REFERENCES bases (id) ON DELETE RESTRICT,
        FOREIGN KEY (staff_id) REFERENCES personnel (id) ON DELETE RESTRICT
    """,
    "activities": """
        title TEXT NOT NULL, held_on DATE NOT NULL, ended_on DATE, kind TEXT NOT NULL, plan TEXT,
        region VARCHAR(12) NOT NULL, base_id INTEGER, host_unit TEXT, participants INTEGER, channel TEXT,
        reach INTEGER, budget_yuan DECIMAL, outcome TEXT,
        FOREIGN KEY (base_id) REFERENCES bases (id) ON DELETE RESTRICT
    """,
    "indicators": """
        year INTEGER NOT NULL, name TEXT NOT NULL, clause TEXT, region VARCHAR(12) NOT NULL, measured_in TEXT,
        target DECIMAL NOT NULL, source TEXT, actual DECIMAL, due_on DATE, responsible TEXT, notes TEXT
    """,
}

TABLES = (
    """
    CREATE TABLE batch (
        id INTEGER NOT NULL PRIMARY KEY, kind TEXT NOT NULL, source TEXT NOT NULL, at TEXT NOT NULL,
        by TEXT NOT NULL, new INTEGER NOT NULL, updated INTEGER NOT NULL, unchanged INTEGER NOT NULL,
        refused INTEGER NOT NULL, undone_at TEXT, undone_by TEXT
    )
    """,
    """
    CREATE TABLE history (
        id INTEGER NOT NULL PRIMARY KEY, register TEXT NOT NULL, record_id INTEGER NOT NULL,
        version INTEGER NOT NULL, action TEXT NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL, batch_id INTEGER,
        changes TEXT, FOREIGN KEY (batch_id) REFERENCES batch (id)
    )
    """,
    """
    CREATE TABLE choice_option (
        id INTEGER NOT NULL PRIMARY KEY, options TEXT NOT NULL, label TEXT NOT NULL, position INTEGER NOT NULL,
        note TEXT NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX choice_option_options_label ON choice_option (options, label)",
    """
    CREATE TABLE header_mapping (
        register TEXT NOT NULL, fingerprint TEXT NOT NULL, header TEXT NOT NULL, field TEXT NOT NULL,
        PRIMARY KEY (register, fingerprint, header)
    )
    """,
    """
    CREATE TABLE region (
        code VARCHAR(12) NOT NULL PRIMARY KEY, name TEXT NOT NULL, level INTEGER NOT NULL,
        parent VARCHAR(12) NOT NULL
    )
    """,
    """
    CREATE TABLE draft (
        id INTEGER NOT NULL PRIMARY KEY, register TEXT NOT NULL, record_id INTEGER, version INTEGER NOT NULL,
        texts TEXT NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE saved_view (
        register TEXT NOT NULL, name TEXT NOT NULL, query TEXT NOT NULL, by TEXT NOT NULL,
        PRIMARY KEY (register, name)
    )
    """,
    """
    CREATE TABLE setting (
        name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL
    )
    """,
)

INDEXES = (
    "CREATE INDEX service_records_order ON service_records (served_on) WHERE deleted_at IS NULL",
    # Grouped in this order, summary tables need neither the table nor a sort: 61 MB for a million records.
    "CREATE INDEX service_records_totals ON service_records (region, category, served_on, people_served, "
    "migrants_served, minority_served, language, outcome, satisfaction) WHERE deleted_at IS NULL",
    "CREATE INDEX service_records_base ON service_records (base_id) WHERE base_id IS NOT NULL",
    "CREATE INDEX service_records_staff ON service_records (staff_id) WHERE staff_id IS NOT NULL",
    "CREATE INDEX activities_order ON activities (held_on) WHERE deleted_at IS NULL",
    "CREATE INDEX activities_base ON activities (base_id) WHERE base_id IS NOT NULL",
    "CREATE INDEX history_record ON history (register, record_id)",
    "CREATE INDEX history_batch ON history (batch_id) WHERE batch_id IS NOT NULL",
)


def up(migrator: object, db: peewee.SqliteDatabase) -> None:
    """Make every table and index."""
    for table in TABLES:
        db.execute_sql(table)
    for name, columns in REGISTERS.items():
        db.execute_sql(f"CREATE TABLE {name} ({RECORD}{columns})")
        db.execute_sql(f"CREATE INDEX {name}_key ON {name} (record_key) WHERE deleted_at IS NULL")
        db.execute_sql(
            f"CREATE VIRTUAL TABLE {name}_search USING fts5"
            "(characters, initials, content='', columnsize=0, tokenize='unicode61 remove_diacritics 0')"
        )
    for index in INDEXES:
        db.execute_sql(index)

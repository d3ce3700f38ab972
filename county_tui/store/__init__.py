"""The only door to the tables: screens, commands and services read and write through what stands here.

Nobody above imports a module of this folder; the linter checks it.
"""

from county_tui.store.bulk_edit import (
    BATCH_ACTIONS,
    BULK_DELETE,
    BatchPart,
    batch_parts,
    batch_query,
    bring_back,
    change_several,
    count_batch,
    delete_several,
    in_batch,
    start_batch,
)
from county_tui.store.change_log import Logged, What, change_log, changers, days_written
from county_tui.store.changes import Writer, insert_rows
from county_tui.store.choices import (
    CLOSED_LISTS,
    ChoiceList,
    add_choice,
    added_choices,
    check_label,
    choice_list,
    choice_lists,
    remove_choice,
)
from county_tui.store.collection import (
    APPROVED,
    ISSUED,
    LATE_UNTIL,
    OWED,
    SENT_BACK,
    PackedSheet,
    Received,
    StoredEvent,
    StoredTask,
    add_event,
    add_task,
    collected,
    collected_sheets,
    collected_since,
    events,
    keep_received,
    names_held,
    sheet_names,
    tasks,
)
from county_tui.store.conditions import (
    ON_KEYS,
    Written,
    WrittenAnyOf,
    WrittenCondition,
    conditions_text,
    field_name,
    meets,
    one_of,
    parse_conditions,
    read_conditions,
    reference_of,
    resolve_conditions,
    sorting,
    spelled_out,
    within_period,
)
from county_tui.store.damage import RESTORED_AT, clear_damage, known_damage, let_lapse, note_damage
from county_tui.store.due import DueList, Month, count_due, due_lists, last_months, year_lists
from county_tui.store.files import appearing, check_ending, guarded, make_private, make_private_folder, unguarded
from county_tui.store.forms import (
    DOCUMENT,
    FORM,
    Entered,
    Entry,
    FormScope,
    StoredForm,
    enter,
    form_entries,
    form_history,
    form_with_fingerprint,
    forms_touched_since,
    keep_form,
    remove_form,
    stored_forms,
)
from county_tui.store.grouping import Group, Key, Measure, Take, Totals, group, totals
from county_tui.store.history import (
    ACTIONS,
    BatchInfo,
    Changed,
    batch,
    batch_changes,
    batches,
    changed_since,
    history,
    history_token,
    last_change_at,
    mark_undone,
    others_since,
    revert,
    same_as_at,
    taken_back,
    values_at,
    values_when,
)
from county_tui.store.kept import (
    Draft,
    drafts_of,
    drop_view,
    forget_draft,
    keep_draft,
    keep_view,
    kept_views,
    left_out_of,
    recall_mapping,
    recall_mendings,
    remember_mapping,
    remember_mendings,
    written_before,
)
from county_tui.store.ledger import (
    LedgerInfo,
    create_ledger,
    describe,
    known_migrations,
    now,
    open_ledger,
    shipped_regions,
    stamped,
    upgrade_told,
)
from county_tui.store.ledger_lookups import lookups, set_setting, settings
from county_tui.store.listing import (
    count_rows,
    get,
    ids_by_key,
    list_ids,
    list_rows,
    newest_row,
    ordered_ids,
    position,
    rows_by_id,
    stream_columns,
    stream_rows,
)
from county_tui.store.office import OFFICE_SETTINGS, office_setting_named, office_settings, set_office_setting
from county_tui.store.paper_files import became_of, counting_papers, evidence_folder, evidence_folders, papers_of
from county_tui.store.papers import Outcome, Paper, PaperPlan, apply_papers, plan_papers
from county_tui.store.regions import (
    NEEDS,
    RegionChanges,
    import_regions,
    list_regions,
    mark_regions,
    marked_regions,
    vanished_marks,
)
from county_tui.store.returns import (
    NewReturn,
    ReturnHead,
    StoredReturn,
    keep_return,
    newest_returns,
    newest_version,
    return_heads,
    returned_names,
    sealed_cells,
    sealed_print,
    stored_return,
    stored_returns,
)
from county_tui.store.roll_over import RollOver, end_year, plan_roll_over, plan_year, roll_over
from county_tui.store.rows import (
    ID,
    AnyOf,
    Condition,
    Conditions,
    DuplicateError,
    InvalidRecordError,
    Query,
    RecordRef,
    Row,
    StaleRecordError,
    Stamp,
    Test,
    signature,
)
from county_tui.store.saving import check_restorable, create, delete, referrers, restore, update
from county_tui.store.searching import rebuild
from county_tui.store.session import ARCHIVED, bind, bound_path, bulk_transaction, in_words, session, transaction
from county_tui.store.soundness import crossings, history_problems, index_problems
from county_tui.store.splitting import Split, SplitOutcome, SplitPart, apply_split, plan_split, read_target
from county_tui.store.write_lock import GaveUpError, Turn, in_turn, quietly, waited

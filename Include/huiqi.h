/*
 * huiqi.h: decides policy clauses for enterprises. The contract of libhuiqi; what is not here is no API.
 *
 *     hq_engine *engine;                                   // takes writes
 *     hq_engine_open(NULL, &engine, &error);
 *     hq_engine_put_clauses(engine, clauses, clauses_len, 0, NULL, &error);
 *     hq_engine_put_profiles(engine, profiles, profiles_len, 0, 2, NULL, &error);
 *     hq_snapshot *snapshot;                               // immutable, answers
 *     hq_engine_snapshot(engine, 2025, 6, 30, &snapshot, &error);
 *     hq_subject who = HQ_SUBJECT_OF_KEY("91330300MA2XYZ", 14);
 *     hq_matches *matches;                                 // a result, yours to free
 *     hq_snapshot_match(snapshot, &who, NULL, &matches, &error);
 *
 * Rules that hold for every function
 *
 * Ownership. A handle that comes out through `hq_x **out` belongs to the caller, who frees it exactly once with
 * the free function of its type. Text that comes out (hq_str, or a pointer and a length) is borrowed from the
 * handle it was asked of and lives as long as that handle. The library keeps no pointer that was passed in: input
 * is copied before the call returns. Handles are independent: a snapshot outlives its engine, a result its snapshot.
 *
 * Threads. A `const` handle may be used by any number of threads at once. Calls on one `hq_engine *` from several
 * threads wait for each other where they must. A free function must be the last call on its handle.
 *
 * Status. A call that can fail returns hq_status. On failure `*out` is NULL (a struct `*out` is zero), nothing
 * was stored, and the handle stays usable. `error` may be NULL; else it is filled on failure, cleared on success.
 *
 * Text. UTF-8, a pointer and a length in bytes; no NUL is needed at the end. NULL with length 0 is the empty text.
 * Text that comes out also has a NUL after its last byte, which the length does not count; it may have others inside.
 *
 * Safety. No input makes a function abort, print, or read the clock, the environment or a file. Only broken
 * pointers (dangling, a length beyond the buffer, a handle freed twice) and memory running out are not caught. A
 * calling thread needs 1 MiB of stack.
 *
 * Enumerations have 32 or 8 bits as declared; their numbers never change. Fields named `reserved` must be 0.
 */
#ifndef HUIQI_H
#define HUIQI_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ------------------------------------------------------------------ version */

/** Version of this header; hq_version() is that of the library loaded. \since 0.1 */
#define HQ_VERSION_MAJOR 0
/** See HQ_VERSION_MAJOR. \since 0.1 */
#define HQ_VERSION_MINOR 1
/** See HQ_VERSION_MAJOR. \since 0.1 */
#define HQ_VERSION_PATCH 0

/**
 * The library's semantic version, e.g. "0.1.0".
 * \return a static NUL-terminated text; never free it. Any thread.
 * \since 0.1
 */
const char *hq_version(void);

/**
 * Version of the formats (clauses, profiles, answers) that the library reads and writes, e.g. "1".
 * \return a static NUL-terminated text; never free it. Any thread.
 * \since 0.1
 */
const char *hq_formats_version(void);

/* ------------------------------------------------------------------ status and errors */

/** What a call came to; one of HQ_OK, HQ_E_*. A later version may add codes. \since 0.1 */
typedef int32_t hq_status;

/** Values of hq_status; `\since 0.1`. */
enum {
    HQ_OK = 0,            /**< Done. */
    HQ_E_ARGUMENT = 1,    /**< An argument cannot be used: a date, an enumeration, a number, an index, a flag. */
    HQ_E_DATA = 2,        /**< A profile, clause or schema is not as the formats ask. */
    HQ_E_EXPRESSION = 3,  /**< An expression does not parse or check; `offset` says where in it. */
    HQ_E_NOT_FOUND = 4,   /**< No clause or profile of that name. */
    HQ_E_REFUSED = 5,     /**< HQ_STRICT was asked for and something was refused; the place is that of the first. */
    HQ_E_CANCELLED = 6,   /**< The progress function returned 0. */
    HQ_E_UNAVAILABLE = 7, /**< The host's ICU lacks its data. */
    HQ_E_EVALUATION = 8,  /**< An expression failed on this profile: division by zero, overflow, too many steps. */
    HQ_E_NULL = 64,       /**< A pointer is NULL that must not be. */
    HQ_E_UTF8 = 65,       /**< Text is not UTF-8; `offset` is the first bad byte. */
    HQ_E_LIMIT = 66       /**< Input over HQ_MAX_INPUT_BYTES, memory that cannot be had or is over a limit given. */
};

/** The most bytes of one input text: 4 GiB. (A clause may have 4 MiB, a profile 512 KiB a line.) \since 0.1 */
#define HQ_MAX_INPUT_BYTES UINT64_C(4294967296)
/** The most threads of one call. \since 0.1 */
#define HQ_MAX_THREADS 256
/** Bytes of a place in hq_error, its NUL counted. \since 0.1 */
#define HQ_PLACE_BYTES 128
/** Bytes of a message in hq_error, its NUL counted. \since 0.1 */
#define HQ_MESSAGE_BYTES 512

/**
 * What went wrong, where, and in words. The caller owns it, on the stack or anywhere; it points to nothing and
 * needs no initialisation or release. Texts end with a NUL, are empty where there is none, and are cut between
 * characters where they do not fit; a NUL inside one is shown as U+FFFD.
 * \since 0.1
 */
typedef struct hq_error {
    int32_t code;                      /**< The status that the call returned. */
    int32_t reserved;                  /**< 0. */
    int64_t line;                      /**< Line of the input, from 1; 0 where there is none. */
    int64_t offset;                    /**< UTF-8 bytes into the expression, text or line; -1 where there is none. */
    char subject[HQ_PLACE_BYTES];      /**< Id of the clause or key of the profile at fault. */
    char field[HQ_PLACE_BYTES];        /**< Path of the field at fault: `revenue.2020`, `conditions[1].expr`. */
    char condition[HQ_PLACE_BYTES];    /**< Id of the condition at fault. */
    char message_zh[HQ_MESSAGE_BYTES]; /**< What is wrong, in Chinese. */
    char message_en[HQ_MESSAGE_BYTES]; /**< What is wrong, in English. */
} hq_error;

/** Text borrowed from a handle; `data` is never NULL where a call filled it in. \since 0.1 */
typedef struct hq_str {
    const char *data; /**< UTF-8, followed by a NUL. */
    size_t len;       /**< Bytes, the NUL not counted. */
} hq_str;

/* ------------------------------------------------------------------ engine: takes writes */

/** Holds clauses and profiles in memory, takes writes, hands out snapshots; serialised inside. \since 0.1 */
typedef struct hq_engine hq_engine;

/** What is stored at one moment, for one as-of day; immutable. \since 0.1 */
typedef struct hq_snapshot hq_snapshot;

/** What a batch came to. \since 0.1 */
typedef struct hq_report hq_report;

/** One text that the caller owns. \since 0.1 */
typedef struct hq_text hq_text;

/** How clauses are decided where facts are missing: values of hq_options.truth; `\since 0.1`. */
enum {
    HQ_TRUTH_SPLIT = 0, /**< Kleene's truth, then a case split over one missing fact at a time. */
    HQ_TRUTH_KLEENE = 1 /**< Kleene's truth alone. */
};

/** How an engine is opened; all zero is the contract's default. \since 0.1 */
typedef struct hq_options {
    const char *schema;      /**< Schema file as JSON with the fields added to the standard ones; NULL for none. */
    size_t schema_len;       /**< Bytes of `schema`. */
    int64_t max_code_points; /**< Code points of an expression, 1-100,000; 0 is the most. */
    int64_t max_nesting;     /**< Depth of an expression, 1-250; 0 is the most. */
    int64_t max_nodes;       /**< Nodes of an expression, 1-100,000; 0 is the most. */
    int64_t max_steps;       /**< Steps of one evaluation, 1-1,000,000; 0 is the most. */
    int64_t truth;           /**< HQ_TRUTH_SPLIT or HQ_TRUTH_KLEENE: how snapshots decide clauses. */
    const char *lexicon;     /**< Terms that count as one word for relevance, beside the library's own: UTF-8, one a
                                  line, `#` before a remark; NULL for none. */
    size_t lexicon_len;      /**< Bytes of `lexicon`. */
    int64_t reserved;        /**< 0. */
} hq_options;

/**
 * Opens an empty engine in memory.
 * \param options copied; NULL is the default.
 * \param out receives the engine; the caller owns it and frees it with hq_engine_close().
 * \return HQ_E_DATA for a schema (`field` names its field) or a lexicon that cannot be used, HQ_E_ARGUMENT for a limit out of
 *         range, HQ_E_UNAVAILABLE, HQ_E_UTF8, HQ_E_LIMIT, HQ_E_NULL.
 * \since 0.1
 */
hq_status hq_engine_open(const hq_options *options, hq_engine **out, hq_error *error);

/** Frees an engine; its snapshots live on. NULL is a harmless no-op. \since 0.1 */
void hq_engine_close(hq_engine *engine);

/** Flag of the put functions: one refusal refuses the batch, and nothing of it is stored. \since 0.1 */
#define HQ_STRICT 1u

/**
 * Stores clauses, one JSON object a line. A known id is replaced and keeps its place.
 *
 * A clause that does not read or check (also: bad UTF-8 in its line) is refused, the others are stored; the
 * report says which and why. `HQ_OK` is returned even if every clause was refused: look at hq_report_refused().
 * \param flags 0 or HQ_STRICT.
 * \param out receives the report, which the caller owns; NULL if it is not wanted.
 * \return HQ_E_REFUSED (with HQ_STRICT; then there is no report, hq_engine_check_clauses() gives one),
 *         HQ_E_ARGUMENT for an unknown flag, HQ_E_LIMIT, HQ_E_NULL.
 * \since 0.1
 */
hq_status hq_engine_put_clauses(
    hq_engine *engine, const char *jsonl, size_t len, uint32_t flags, hq_report **out, hq_error *error);

/**
 * Stores profiles, one JSON object a line. A known key is replaced.
 *
 * A row that does not read is refused, the others are stored, as with hq_engine_put_clauses().
 * \param threads threads that may read, 1-HQ_MAX_THREADS; 0 is 1. The result does not depend on it.
 * \since 0.1
 */
hq_status hq_engine_put_profiles(
    hq_engine *engine, const char *jsonl, size_t len, uint32_t flags, int32_t threads, hq_report **out,
    hq_error *error);

/** Values of hq_csv_options.encoding. \since 0.1 */
#define HQ_CSV_FIND 0
#define HQ_CSV_UTF8 1
#define HQ_CSV_GB18030 2

/** How a table is read; all zero is the default. \since 0.1 */
typedef struct hq_csv_options {
    int32_t encoding;       /* HQ_CSV_*; HQ_CSV_FIND finds it out from all bytes */
    int32_t ignore_unknown; /* 1: columns that name no field are passed over; 0: they refuse the table */
    int32_t serial_dates;   /* 1: a whole number in a column of dates is a spreadsheet's day; 0: it is refused */
    int32_t reserved[5];    /* 0 */
} hq_csv_options;

/**
 * Stores profiles written as CSV (RFC 4180; comma, semicolon or tab). A known key is replaced.
 *
 * The first line names fields, by name or Chinese label, with the year of yearly ones and a unit in brackets:
 * `id`, `revenue_2023`, `营业收入2023(万元)`. Rows are checked by the rules of hq_engine_put_profiles(); in findings
 * `line` is the line in which the row starts, from 1, and `field` the column's header.
 * \param options NULL is the default.
 * \param flags 0 or HQ_STRICT.
 * \param threads threads that may read, 1-HQ_MAX_THREADS; 0 is 1. The result does not depend on it.
 * \param out receives the report, which the caller owns; NULL if it is not wanted.
 * \return HQ_E_DATA where the encoding or the header cannot be used (the message names the
 *         columns at fault, as many as fit), HQ_E_REFUSED (with HQ_STRICT), HQ_E_ARGUMENT, HQ_E_UNAVAILABLE,
 *         HQ_E_LIMIT, HQ_E_NULL. Nothing is stored then.
 * \since 0.1
 */
hq_status hq_engine_put_profiles_csv(
    hq_engine *engine, const char *csv, size_t len, const hq_csv_options *options, uint32_t flags,
    int32_t threads, hq_report **out, hq_error *error);

/**
 * Reads and checks clauses without storing them.
 * \param out receives the report, which the caller owns; must not be NULL.
 * \return HQ_OK whatever the report says; HQ_E_LIMIT, HQ_E_NULL.
 * \since 0.1
 */
hq_status hq_engine_check_clauses(
    hq_engine *engine, const char *jsonl, size_t len, hq_report **out, hq_error *error);

/**
 * What is stored now, to be decided for the as-of day `year`-`month`-`day`.
 *
 * Cheap, except that the first snapshot of a day after clauses changed prepares the catalogue for it.
 * \param year 1-9999. \param month 1-12. \param day 1-31, a day of that month.
 * \param out receives the snapshot; the caller owns it and frees it with hq_snapshot_free().
 * \return HQ_E_ARGUMENT where there is no such day, HQ_E_NULL.
 * \since 0.1
 */
hq_status hq_engine_snapshot(
    hq_engine *engine, int32_t year, int32_t month, int32_t day, hq_snapshot **out, hq_error *error);

/* ------------------------------------------------------------------ reports */

/** Values of hq_finding.severity; `\since 0.1`. */
enum {
    HQ_WARNING = 1, /**< Kept, but worth a look. */
    HQ_REFUSAL = 2  /**< The row or clause was not taken. */
};

/** Something to tell about one place of the input; texts are borrowed, empty where there is none. \since 0.1 */
typedef struct hq_finding {
    int32_t severity;  /**< HQ_WARNING or HQ_REFUSAL. */
    int32_t reserved;  /**< 0. */
    int64_t line;      /**< Line of the input, from 1; 0 where there is none. */
    int64_t offset;    /**< UTF-8 bytes into the expression (of a condition) or the line; -1 where there is none. */
    hq_str subject;    /**< Id of the clause or key of the profile. */
    hq_str field;      /**< Path of the field. */
    hq_str condition;  /**< Id of the condition. */
    hq_str message_zh; /**< What is wrong, in Chinese. */
    hq_str message_en; /**< What is wrong, in English. */
} hq_finding;

/** Rows or clauses stored (for a check: fit to be stored). 0 for NULL. \since 0.1 */
int64_t hq_report_taken(const hq_report *report);

/** Rows or clauses refused. 0 for NULL. \since 0.1 */
int64_t hq_report_refused(const hq_report *report);

/** Findings: refusals and warnings, in order of line. 0 for NULL. \since 0.1 */
int64_t hq_report_count(const hq_report *report);

/**
 * One finding.
 * \param index 0 to hq_report_count() - 1.
 * \param out filled in; its texts are borrowed from the report.
 * \return HQ_E_ARGUMENT for an index out of range, HQ_E_NULL.
 * \since 0.1
 */
hq_status hq_report_at(const hq_report *report, int64_t index, hq_finding *out);

/** Frees a report and all text borrowed from it. NULL is a harmless no-op. \since 0.1 */
void hq_report_free(hq_report *report);

/* ------------------------------------------------------------------ snapshot: answers */

/** Frees a snapshot; its results live on. NULL is a harmless no-op. \since 0.1 */
void hq_snapshot_free(hq_snapshot *snapshot);

/** Clauses in the snapshot. 0 for NULL. \since 0.1 */
int64_t hq_snapshot_clause_count(const hq_snapshot *snapshot);

/** Profiles in the snapshot. 0 for NULL. \since 0.1 */
int64_t hq_snapshot_profile_count(const hq_snapshot *snapshot);

/** Values of hq_subject.kind; `\since 0.1`. */
enum {
    HQ_SUBJECT_KEY = 1, /**< The key of a stored profile. */
    HQ_SUBJECT_JSON = 2 /**< A profile as one JSON object; it needs no key and is not stored. */
};

/** Whom a snapshot is asked about. \since 0.1 */
typedef struct hq_subject {
    int32_t kind;     /**< HQ_SUBJECT_KEY or HQ_SUBJECT_JSON. */
    int32_t reserved; /**< 0. */
    const char *data; /**< The key or the JSON. */
    size_t len;       /**< Bytes of `data`. */
} hq_subject;

/** Initialises an hq_subject with the key of a stored profile. \since 0.1 */
#define HQ_SUBJECT_OF_KEY(data, len) { HQ_SUBJECT_KEY, 0, (data), (len) }
/** Initialises an hq_subject with a profile as JSON. \since 0.1 */
#define HQ_SUBJECT_OF_JSON(data, len) { HQ_SUBJECT_JSON, 0, (data), (len) }

/** How much of an answer is wanted. \since 0.1 */
typedef struct hq_query {
    int64_t top;         /**< Matches at most, of all verdicts; negative is all. */
    int32_t explain;     /**< 1: hq_matches_json() explains every condition; else 0. */
    int32_t threads;     /**< Threads that may work, 1-HQ_MAX_THREADS; 0 is 1. Never changes the answer. */
    int64_t reserved[2]; /**< 0. */
} hq_query;

/** Initialises an hq_query with the default: ten matches, no explanation, one thread; NULL means this too. \since 0.1 */
#define HQ_QUERY_DEFAULT { 10, 0, 1, { 0, 0 } }

/** Matches in rank order, from hq_snapshot_match(), _find(), _find_draft() or _explain(). \since 0.1 */
typedef struct hq_matches hq_matches;

/**
 * One enterprise, every clause: which it is entitled to, how far it is from the others.
 * \param query NULL is HQ_QUERY_DEFAULT; `threads` is not used yet.
 * \param out receives the matches; the caller owns them and frees them with hq_matches_free().
 * \return HQ_E_NOT_FOUND for an unknown key, HQ_E_DATA for JSON that is refused (`field`, `offset`),
 *         HQ_E_ARGUMENT for an unknown kind or bad query, HQ_E_UTF8, HQ_E_LIMIT, HQ_E_NULL.
 * \since 0.1
 */
hq_status hq_snapshot_match(
    const hq_snapshot *snapshot, const hq_subject *subject, const hq_query *query, hq_matches **out,
    hq_error *error);

/**
 * One stored clause, every enterprise: who is entitled, who nearly is, whose data are missing.
 * \param query NULL is HQ_QUERY_DEFAULT.
 * \param out receives the matches; the caller owns them and frees them with hq_matches_free().
 * \return HQ_E_NOT_FOUND for an unknown clause, HQ_E_ARGUMENT for a bad query, HQ_E_UTF8, HQ_E_LIMIT, HQ_E_NULL.
 * \since 0.1
 */
hq_status hq_snapshot_find(
    const hq_snapshot *snapshot, const char *clause_id, size_t clause_id_len, const hq_query *query,
    hq_matches **out, hq_error *error);

/**
 * A clause that is not stored, every enterprise.
 * \param json the clause as one JSON object.
 * \return HQ_E_DATA for a draft that is refused (`field`, `condition`, `offset`); else as hq_snapshot_find().
 * \since 0.1
 */
hq_status hq_snapshot_find_draft(
    const hq_snapshot *snapshot, const char *json, size_t json_len, const hq_query *query, hq_matches **out,
    hq_error *error);

/**
 * One clause, one enterprise, every condition explained: its truth, facts, threshold and gap, the least that would
 * mend it, or the facts that would settle it. The one match is in `*out`; hq_matches_json() has
 * the conditions.
 * \return as hq_snapshot_match() and hq_snapshot_find().
 * \since 0.1
 */
hq_status hq_snapshot_explain(
    const hq_snapshot *snapshot, const char *clause_id, size_t clause_id_len, const hq_subject *subject,
    hq_matches **out, hq_error *error);

/* ------------------------------------------------------------------ matches */

/** Values of hq_match.verdict; `\since 0.1`. */
enum {
    HQ_INELIGIBLE = -1,  /**< 不符合 */
    HQ_UNDETERMINED = 0, /**< 待核实: facts are missing, none of them guessed. */
    HQ_ELIGIBLE = 1      /**< 符合 */
};

/** Values of hq_match.route; `\since 0.1`. */
enum {
    HQ_ROUTE_NONE = 0,    /**< Nothing to do. */
    HQ_ROUTE_INSTANT = 1, /**< Pay without an application. */
    HQ_ROUTE_VERIFY = 2,  /**< Check the data, then pay. */
    HQ_ROUTE_REVIEW = 3   /**< A person decides. */
};

/** Values of hq_match.decided_by; `\since 0.1`. A later version may add some. */
enum {
    HQ_BY_CONDITIONS = 0,   /**< The conditions alone. */
    HQ_BY_NOT_IN_FORCE = 1, /**< The clause is not in force on the as-of day. */
    HQ_BY_SPLIT = 2,        /**< Every possible value of a missing fact leads to this verdict. */
    HQ_BY_OTHER = 127       /**< Something that this header does not know; hq_matches_json() names it. */
};

/** A clause and a profile with verdict, degree and rank; texts are borrowed from the matches. \since 0.1 */
typedef struct hq_match {
    hq_str clause_id;       /**< Id of the clause. */
    hq_str title;           /**< Title of the clause. */
    hq_str key;             /**< Key of the profile; empty for JSON without one. */
    int64_t rank;           /**< From 1. */
    int64_t amount_low;     /**< Least amount in fen; only where has_amount_low. */
    int64_t amount_high;    /**< Greatest amount in fen; only where has_amount_high. */
    int32_t degree_low;     /**< Share of weight known to hold, 0-10,000 ten-thousandths. */
    int32_t degree_high;    /**< Share of weight that holds or may, 0-10,000 ten-thousandths. */
    int32_t relevance;      /**< Likeness of words, 0-1,000 thousandths; never part of the verdict. */
    int32_t deadline_year;  /**< The last day to act; year, month and day are 0 where there is none. */
    int32_t deadline_month; /**< 1-12. */
    int32_t deadline_day;   /**< 1-31. */
    int8_t verdict;         /**< HQ_ELIGIBLE, HQ_UNDETERMINED or HQ_INELIGIBLE. */
    int8_t route;           /**< HQ_ROUTE_*. */
    int8_t decided_by;      /**< HQ_BY_*. */
    int8_t has_amount_low;  /**< 0 where there is no benefit or no lower bound. */
    int8_t has_amount_high; /**< 0 where there is no benefit or no upper bound. */
    int8_t reserved[3];     /**< 0. */
} hq_match;

/** Matches in the answer, at most `top`. 0 for NULL. \since 0.1 */
int64_t hq_matches_count(const hq_matches *matches);

/**
 * One match.
 * \param index 0 to hq_matches_count() - 1, in rank order.
 * \param out filled in; its texts are borrowed from the matches.
 * \return HQ_E_ARGUMENT for an index out of range, HQ_E_NULL.
 * \since 0.1
 */
hq_status hq_matches_at(const hq_matches *matches, int64_t index, hq_match *out);

/**
 * How many matches there are of each verdict, whatever `top` was. Each pointer may be NULL.
 * \return HQ_E_NULL where `matches` is NULL; the numbers are 0 then.
 * \since 0.1
 */
hq_status hq_matches_totals(
    const hq_matches *matches, int64_t *eligible, int64_t *undetermined, int64_t *ineligible);

/**
 * The whole answer as one JSON object, as `hq match --format json` and `hq find --format json` print it, without
 * a line end. Written at the first call and kept.
 * \param data receives the text, borrowed from the matches. \param len receives its bytes; may be NULL.
 * \return HQ_E_LIMIT where memory for it cannot be had, HQ_E_NULL.
 * \since 0.1
 */
hq_status hq_matches_json(const hq_matches *matches, const char **data, size_t *len);

/** What looked odd in a profile given as JSON: warnings. 0 for NULL and for other answers. \since 0.1 */
int64_t hq_matches_warning_count(const hq_matches *matches);

/** One warning, as hq_report_at() gives findings; its texts are borrowed from the matches. \since 0.1 */
hq_status hq_matches_warning_at(const hq_matches *matches, int64_t index, hq_finding *out);

/** Frees matches and all text borrowed from them. NULL is a harmless no-op. \since 0.1 */
void hq_matches_free(hq_matches *matches);

/* ------------------------------------------------------------------ counts: every clause, every enterprise */

/** How many profiles of each verdict, a row a clause, in catalogue order. \since 0.1 */
typedef struct hq_counts hq_counts;

/**
 * Told how many of how many profiles are done; returns 0 to cancel. Called from the working threads, one at a
 * time; it may use any `const` handle and must not throw or jump.
 * \since 0.1
 */
typedef int32_t (*hq_progress)(int64_t done, int64_t total, void *user);

/**
 * Decides every clause for every enterprise and counts.
 * \param threads threads that may work, 1-HQ_MAX_THREADS; 0 is 1. Never changes the counts.
 * \param progress may be NULL. \param user handed to `progress`, otherwise untouched.
 * \param out receives the counts; the caller owns them and frees them with hq_counts_free().
 * \return HQ_E_CANCELLED, HQ_E_ARGUMENT for bad threads, HQ_E_NULL.
 * \since 0.1
 */
hq_status hq_snapshot_count(
    const hq_snapshot *snapshot, int32_t threads, hq_progress progress, void *user, hq_counts **out,
    hq_error *error);

/** Clauses counted. 0 for NULL. \since 0.1 */
int64_t hq_counts_size(const hq_counts *counts);

/**
 * The counts of one clause. Each pointer but `counts` may be NULL.
 * \param index 0 to hq_counts_size() - 1.
 * \param clause_id receives the id, borrowed from the counts.
 * \return HQ_E_ARGUMENT for an index out of range, HQ_E_NULL.
 * \since 0.1
 */
hq_status hq_counts_at(
    const hq_counts *counts, int64_t index, hq_str *clause_id, int64_t *eligible, int64_t *ineligible,
    int64_t *undetermined);

/**
 * The counts as CSV: `clause_id,eligible,ineligible,undetermined`, LF, RFC 4180. Written at the first call and kept.
 * \param data receives the text, borrowed from the counts. \param len receives its bytes; may be NULL.
 * \return HQ_E_LIMIT where memory for it cannot be had, HQ_E_NULL.
 * \since 0.1
 */
hq_status hq_counts_csv(const hq_counts *counts, const char **data, size_t *len);

/** Frees counts and all text borrowed from them. NULL is a harmless no-op. \since 0.1 */
void hq_counts_free(hq_counts *counts);

/* ------------------------------------------------------------------ matrix: every verdict, kept */

/**
 * The verdict of every clause for every enterprise, two bits each, in memory; immutable. It keeps what it needs of
 * the snapshot, which may be freed before it.
 * \since 0.1
 */
typedef struct hq_matrix hq_matrix;

/**
 * Decides every clause for every enterprise and keeps the verdicts.
 *
 * Verdicts lie in blocks of at most 2,048 profiles; a clause for which a whole block is ineligible takes no room in
 * it. At most `profiles x clauses / 4` bytes and 4 bytes a clause and block, as a rule much less.
 * \param threads threads that may work, 1-HQ_MAX_THREADS; 0 is 1. Never changes the matrix.
 * \param memory_limit bytes that the matrix may take (hq_matrix_byte_count()); 0 is no limit. It is asked before each
 *        block's memory is taken; on failure all is given back. Each thread's own work is not counted.
 * \param progress may be NULL. \param user handed to `progress`, otherwise untouched.
 * \param out receives the matrix; the caller owns it and frees it with hq_matrix_free().
 * \return HQ_E_LIMIT over `memory_limit` or without memory, HQ_E_CANCELLED, HQ_E_ARGUMENT for bad threads or a
 *         negative limit, HQ_E_NULL.
 * \since 0.1
 */
hq_status hq_snapshot_matrix(
    const hq_snapshot *snapshot, int32_t threads, int64_t memory_limit, hq_progress progress, void *user,
    hq_matrix **out, hq_error *error);

/** Clauses in the matrix. 0 for NULL. \since 0.1 */
int64_t hq_matrix_clause_count(const hq_matrix *matrix);

/** Profiles in the matrix. 0 for NULL. \since 0.1 */
int64_t hq_matrix_profile_count(const hq_matrix *matrix);

/** Bytes that the verdicts take. 0 for NULL. \since 0.1 */
int64_t hq_matrix_byte_count(const hq_matrix *matrix);

/**
 * The id of one clause and how many profiles of each verdict it has. Each pointer but `matrix` may be NULL.
 * \param clause_index 0 to hq_matrix_clause_count() - 1, in catalogue order.
 * \param clause_id receives the id, borrowed from the matrix.
 * \return HQ_E_ARGUMENT for an index out of range, HQ_E_NULL.
 * \since 0.1
 */
hq_status hq_matrix_at(
    const hq_matrix *matrix, int64_t clause_index, hq_str *clause_id, int64_t *eligible, int64_t *ineligible,
    int64_t *undetermined);

/**
 * The index of a clause; -1 where there is none of that id, for NULL and for what is not UTF-8.
 * \since 0.1
 */
int64_t hq_matrix_index(const hq_matrix *matrix, const char *clause_id, size_t clause_id_len);

/**
 * What one clause comes to for one stored profile.
 * \param clause_index 0 to hq_matrix_clause_count() - 1.
 * \param out receives HQ_ELIGIBLE, HQ_UNDETERMINED or HQ_INELIGIBLE; 0 on failure.
 * \return HQ_E_NOT_FOUND for an unknown key, HQ_E_ARGUMENT for an index out of range, HQ_E_UTF8, HQ_E_LIMIT,
 *         HQ_E_NULL.
 * \since 0.1
 */
hq_status hq_matrix_verdict(
    const hq_matrix *matrix, int64_t clause_index, const char *key, size_t key_len, int8_t *out);

/**
 * Given one key; returns 0 to stop. The key has a NUL after its last byte and is valid until the function returns.
 * It runs on the calling thread, may use any `const` handle, and must not throw or jump.
 * \since 0.1
 */
typedef int32_t (*hq_key_reader)(const char *key, size_t key_len, void *user);

/**
 * The keys of the profiles for which one clause comes to a verdict, one after another. Their order is always the
 * same for one matrix; it is not that in which profiles were put.
 * \param clause_index 0 to hq_matrix_clause_count() - 1.
 * \param verdict HQ_ELIGIBLE, HQ_UNDETERMINED or HQ_INELIGIBLE.
 * \param read must not be NULL. \param user handed to `read`, otherwise untouched.
 * \return HQ_OK, also where `read` stopped; HQ_E_ARGUMENT for a bad index or verdict, HQ_E_NULL.
 * \since 0.1
 */
hq_status hq_matrix_clause(
    const hq_matrix *matrix, int64_t clause_index, int8_t verdict, hq_key_reader read, void *user);

/** Frees a matrix and all text borrowed from it. NULL is a harmless no-op. \since 0.1 */
void hq_matrix_free(hq_matrix *matrix);

/* ------------------------------------------------------------------ search: clauses by words, enterprises by name */

/** Values of hq_search_query.delivery; `\since 0.1`. */
enum {
    HQ_DELIVERY_ANY = 0,     /**< However it is delivered. */
    HQ_DELIVERY_INSTANT = 1, /**< 免申即享: without an application. */
    HQ_DELIVERY_VERIFY = 2,  /**< 数据核校: data are checked first. */
    HQ_DELIVERY_REVIEW = 3   /**< 审查遴选: judged or selected. */
};

/** What narrows a search of clauses; a NULL text does not. \since 0.1 */
typedef struct hq_search_query {
    int64_t top;         /**< Hits at most, 1-10,000. */
    const char *region;  /**< Only clauses that an enterprise registered there may be entitled to on the as-of day:
                              a GB/T 2260 code. */
    size_t region_len;   /**< Bytes of `region`. */
    const char *tag;     /**< Only clauses with this tag, as it is written. */
    size_t tag_len;      /**< Bytes of `tag`. */
    const char *issuer;  /**< Only clauses of policies whose issuer's name has this in it. */
    size_t issuer_len;   /**< Bytes of `issuer`. */
    int32_t delivery;    /**< HQ_DELIVERY_*. */
    int32_t in_force;    /**< 1: only clauses that are in force on the as-of day; else 0. */
    int32_t threads;     /**< Threads that may work, 1-HQ_MAX_THREADS; 0 is 1. Never changes the answer. */
    int32_t reserved32;  /**< 0. */
    int64_t reserved[2]; /**< 0. */
} hq_search_query;

/** Initialises an hq_search_query with the default: ten hits of all clauses; NULL means this too. \since 0.1 */
#define HQ_SEARCH_QUERY_DEFAULT { 10, NULL, 0, NULL, 0, NULL, 0, 0, 0, 1, 0, { 0, 0 } }

/** Hits in order, from hq_snapshot_search() or hq_snapshot_search_profiles(). \since 0.1 */
typedef struct hq_hits hq_hits;

/** One hit; texts are borrowed from the hits. \since 0.1 */
typedef struct hq_hit {
    hq_str id;      /**< Id of the clause, or key of the profile. */
    hq_str title;   /**< Title of the clause, or name of the enterprise. */
    int64_t score;  /**< How well it fits, above 0; to be compared within one answer. Of names 1-1,000. */
} hq_hit;

/**
 * Clauses that fit a question as people type it, such as `研发费用补贴怎么申请`, the best first.
 *
 * What stands in straight double quotes must be found as it stands; a star behind a word stands for its end.
 * Traditional characters, full width and a wrong character are understood. The first search after clauses changed
 * makes the index.
 * \param query NULL is HQ_SEARCH_QUERY_DEFAULT.
 * \param out receives the hits; the caller owns them and frees them with hq_hits_free().
 * \return HQ_E_ARGUMENT for a bad query or a region that is no code, HQ_E_UTF8, HQ_E_LIMIT, HQ_E_NULL.
 * \since 0.1
 */
hq_status hq_snapshot_search(
    const hq_snapshot *snapshot, const char *question, size_t question_len, const hq_search_query *query,
    hq_hits **out, hq_error *error);

/**
 * Enterprises by name, the best first: whole names, short ones, abbreviations in order, one character wrong.
 * \param top hits at most, 1-10,000.
 * \param threads threads that may work, 1-HQ_MAX_THREADS; 0 is 1. Never changes the answer.
 * \param out receives the hits; the caller owns them and frees them with hq_hits_free().
 * \return HQ_E_ARGUMENT for `top` or `threads` out of range, HQ_E_UTF8, HQ_E_LIMIT, HQ_E_NULL.
 * \since 0.1
 */
hq_status hq_snapshot_search_profiles(
    const hq_snapshot *snapshot, const char *name, size_t name_len, int64_t top, int32_t threads, hq_hits **out,
    hq_error *error);

/** Hits in the answer. 0 for NULL. \since 0.1 */
int64_t hq_hits_count(const hq_hits *hits);

/**
 * One hit.
 * \param index 0 to hq_hits_count() - 1, the best first.
 * \param out filled in; its texts are borrowed from the hits.
 * \return HQ_E_ARGUMENT for an index out of range, HQ_E_NULL.
 * \since 0.1
 */
hq_status hq_hits_at(const hq_hits *hits, int64_t index, hq_hit *out);

/**
 * The whole answer as one JSON object, as `hq search --format json` prints it, without a line end: of clauses with
 * the places of what was asked for in title and text. Written at the first call and kept.
 * \param data receives the text, borrowed from the hits. \param len receives its bytes; may be NULL.
 * \return HQ_E_LIMIT where memory for it cannot be had, HQ_E_NULL.
 * \since 0.1
 */
hq_status hq_hits_json(const hq_hits *hits, const char **data, size_t *len);

/** Frees hits and all text borrowed from them. NULL is a harmless no-op. \since 0.1 */
void hq_hits_free(hq_hits *hits);

/* ------------------------------------------------------------------ what texts say */

/** Reads texts: quantities, addresses, scopes of business; any number of threads at once. \since 0.1 */
typedef struct hq_reader hq_reader;

/** What hq_reader_read() reads a text for; `\since 0.1`. */
enum {
    HQ_READ_QUANTITIES = 1, /**< Amounts, shares, counts, bounds and times of a policy text. */
    HQ_READ_ADDRESS = 2,    /**< The region that an address names. */
    HQ_READ_SCOPE = 3       /**< The industries that a scope of business may be, and the licences that it touches. */
};

/**
 * Opens a reader; what it needs for addresses and scopes is made when it is first asked for.
 * \param out receives the reader; the caller owns it and frees it with hq_reader_free().
 * \return HQ_E_UNAVAILABLE where the host's ICU cannot be used, HQ_E_NULL.
 * \since 0.1
 */
hq_status hq_reader_open(hq_reader **out, hq_error *error);

/**
 * What a text says, as one JSON object. Places are pairs of UTF-8 offsets in the text as it was given.
 *
 * HQ_READ_QUANTITIES: `quantities`, an array of kind (amount, share, percentage_points, multiple, proportion, count,
 * number, rank, duration, year_offset, ordinal_year, date), currency, unit or role, low, high (exact decimals, fractions
 * `1/3`, or days; null where there is no bound), low_included, high_included, stated, per, approximate, text, number, span.
 * HQ_READ_ADDRESS: code, name, level, inferred, contradictory, candidates (code, name), names (level, code, name, span).
 * HQ_READ_SCOPE: industries (code, name, score_thousandths, spans), licences (id, name, kind, authority, law, spans).
 * \param what HQ_READ_*.
 * \param out receives the JSON; the caller owns it and frees it with hq_text_free().
 * \return HQ_E_ARGUMENT for an unknown `what`, HQ_E_UTF8, HQ_E_UNAVAILABLE, HQ_E_LIMIT, HQ_E_NULL.
 * \since 0.1
 */
hq_status hq_reader_read(
    const hq_reader *reader, int32_t what, const char *text, size_t len, hq_text **out, hq_error *error);

/** Frees a reader. NULL is a harmless no-op. \since 0.1 */
void hq_reader_free(hq_reader *reader);

/* ------------------------------------------------------------------ expressions */

/**
 * Evaluates one expression in plain Kleene logic, as `hq eval` does.
 * \param subject whose facts; NULL for one of whom nothing is known.
 * \param is_unknown receives 1 where facts are missing, else 0; may be NULL.
 * \param out receives the value as `hq eval` prints it, or the missing facts separated by ", "; the caller owns it
 *        and frees it with hq_text_free().
 * \return HQ_E_EXPRESSION with the offset, HQ_E_EVALUATION, and what hq_snapshot_match() returns for a subject.
 * \since 0.1
 */
hq_status hq_snapshot_evaluate(
    const hq_snapshot *snapshot, const char *expression, size_t expression_len, const hq_subject *subject,
    int32_t *is_unknown, hq_text **out, hq_error *error);

/** The text, borrowed from the handle; NULL for NULL. `len` receives its bytes and may be NULL. \since 0.1 */
const char *hq_text_data(const hq_text *text, size_t *len);

/** Frees a text. NULL is a harmless no-op. \since 0.1 */
void hq_text_free(hq_text *text);

#ifdef __cplusplus
}
#endif

#endif /* HUIQI_H */

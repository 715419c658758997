/*
 * One enterprise, every clause: what it is entitled to. Compiles as C99 and as C++17.
 *
 *     cc -I Include match_one.c -L out -lhuiqi -o match_one
 *     ./match_one clauses.jsonl profiles.jsonl KEY 2024-06-30 [schema.json]
 */
#include <huiqi.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A whole file; the caller frees it. NULL, with a word on standard error, where it cannot be read. */
static char *read_file(const char *path, size_t *len) {
    FILE *file = fopen(path, "rb");
    char *data = NULL;
    long size;
    *len = 0;
    if (file && fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) >= 0 && fseek(file, 0, SEEK_SET) == 0) {
        data = (char *)malloc((size_t)size + 1);
        if (data) *len = fread(data, 1, (size_t)size, file);
    }
    if (file) fclose(file);
    if (!data) fprintf(stderr, "cannot read %s\n", path);
    return data;
}

static int failed(const char *what, const hq_error *error) {
    fprintf(stderr, "%s: status %d", what, (int)error->code);
    if (error->line > 0) fprintf(stderr, ", line %" PRId64, error->line);
    if (error->offset >= 0) fprintf(stderr, ", offset %" PRId64, error->offset);
    fprintf(stderr, ": %s %s %s\n", error->subject, error->field, error->message_en);
    return 1;
}

/* Tells what a batch came to; frees the report. */
static void tell(const char *what, hq_report *report) {
    int64_t i;
    fprintf(stderr, "%s: %" PRId64 " taken, %" PRId64 " refused\n", what, hq_report_taken(report),
            hq_report_refused(report));
    for (i = 0; i < hq_report_count(report) && i < 5; i++) {
        hq_finding finding;
        if (hq_report_at(report, i, &finding) != HQ_OK || finding.severity != HQ_REFUSAL) continue;
        fprintf(stderr, "  line %" PRId64 ": %s %s: %s\n", finding.line, finding.subject.data, finding.field.data,
                finding.message_en.data);
    }
    hq_report_free(report);
}

static void print_match(const hq_match *match) {
    const char *verdict = match->verdict == HQ_ELIGIBLE ? "eligible"
                          : match->verdict == HQ_UNDETERMINED ? "undetermined" : "ineligible";
    printf("%3" PRId64 "  %-12s  %s  %s  degree %d.%04d-%d.%04d", match->rank, verdict, match->clause_id.data,
           match->title.data, match->degree_low / 10000, match->degree_low % 10000, match->degree_high / 10000,
           match->degree_high % 10000);
    if (match->has_amount_low) printf("  from %" PRId64 " fen", match->amount_low);
    if (match->has_amount_high) printf("  to %" PRId64 " fen", match->amount_high);
    if (match->deadline_year) {
        printf("  until %04d-%02d-%02d", match->deadline_year, match->deadline_month, match->deadline_day);
    }
    printf("\n");
}

static int match_one(hq_engine *engine, char *argv[], int year, int month, int day) {
    hq_error error;
    hq_report *report = NULL;
    hq_snapshot *snapshot = NULL;
    hq_matches *matches = NULL;
    hq_subject who = HQ_SUBJECT_OF_KEY(NULL, 0);
    hq_query query = HQ_QUERY_DEFAULT;
    size_t clauses_len, profiles_len;
    char *clauses = read_file(argv[1], &clauses_len);
    char *profiles = read_file(argv[2], &profiles_len);
    int64_t i, eligible = 0, undetermined = 0, ineligible = 0;
    int status = 1;

    if (!clauses || !profiles) goto end;
    if (hq_engine_put_clauses(engine, clauses, clauses_len, 0, &report, &error)) { failed("clauses", &error); goto end; }
    tell("clauses", report);
    if (hq_engine_put_profiles(engine, profiles, profiles_len, 0, 2, &report, &error)) {
        failed("profiles", &error);
        goto end;
    }
    tell("profiles", report);
    if (hq_engine_snapshot(engine, year, month, day, &snapshot, &error)) { failed("snapshot", &error); goto end; }

    who.data = argv[3];
    who.len = strlen(argv[3]);
    query.top = 20;
    if (hq_snapshot_match(snapshot, &who, &query, &matches, &error)) { failed("match", &error); goto end; }
    for (i = 0; i < hq_matches_count(matches); i++) {
        hq_match match;
        if (hq_matches_at(matches, i, &match) == HQ_OK) print_match(&match);
    }
    hq_matches_totals(matches, &eligible, &undetermined, &ineligible);
    printf("eligible %" PRId64 ", undetermined %" PRId64 ", ineligible %" PRId64 "\n", eligible, undetermined,
           ineligible);
    status = 0;

end:
    hq_matches_free(matches);
    hq_snapshot_free(snapshot);
    free(profiles);
    free(clauses);
    return status;
}

int main(int argc, char *argv[]) {
    hq_error error;
    hq_options options;
    hq_engine *engine = NULL;
    char *schema = NULL;
    int year, month, day, status;

    if (argc < 5 || sscanf(argv[4], "%d-%d-%d", &year, &month, &day) != 3) {
        fprintf(stderr, "usage: match_one clauses.jsonl profiles.jsonl KEY YYYY-MM-DD [schema.json]\n");
        return 64;
    }
    memset(&options, 0, sizeof options);
    if (argc > 5) {
        schema = read_file(argv[5], &options.schema_len);
        if (!schema) return 1;
        options.schema = schema;
    }
    status = hq_engine_open(&options, &engine, &error) ? failed("open", &error)
                                                       : match_one(engine, argv, year, month, day);
    hq_engine_close(engine);
    free(schema);
    return status;
}

/* A host's thread with 1 MiB of stack: the deepest and the longest expressions and deep JSON. */
#define _POSIX_C_SOURCE 200112L
#include <huiqi.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static hq_snapshot *snapshot;
static int bad;

/* Where the stack runs out, the last name said is the one. */
static void say(const char *name) {
    printf("%s\n", name);
    fflush(stdout);
}

static char *repeat(const char *head, const char *open, int count, const char *middle, const char *close,
                    const char *tail) {
    size_t size = strlen(head) + strlen(open) * (size_t)count + strlen(middle) + strlen(close) * (size_t)count
                  + strlen(tail) + 1;
    char *text = (char *)malloc(size), *end = text;
    int i;
    if (!text) abort();
    end += sprintf(end, "%s", head);
    for (i = 0; i < count; i++) { size_t n = strlen(open); memcpy(end, open, n); end += n; }
    end += sprintf(end, "%s", middle);
    for (i = 0; i < count; i++) { size_t n = strlen(close); memcpy(end, close, n); end += n; }
    sprintf(end, "%s", tail);
    return text;
}

/* `wanted` is a status, or -1 for any. */
static void evaluate(const char *name, char *expression, int wanted) {
    hq_error error;
    hq_text *text = NULL;
    hq_subject who = HQ_SUBJECT_OF_JSON("{\"employees\":3}", 15);
    hq_status status;
    say(name);
    status = hq_snapshot_evaluate(snapshot, expression, strlen(expression), &who, NULL, &text, &error);
    if (wanted >= 0 && status != wanted) {
        printf("%s: status %d, wanted %d: %s\n", name, (int)status, wanted, error.message_en);
        bad = 1;
    }
    hq_text_free(text);
    free(expression);
}

/* The same expression as a clause: parsed, checked, compiled, counted and explained. */
static void clause(const char *name, char *expression) {
    hq_error error;
    hq_matches *matches = NULL;
    char *draft = repeat("{\"id\":\"d\",\"title\":\"t\",\"conditions\":[{\"expr\":\"", expression, 1, "", "", "\"}]}");
    hq_query query = HQ_QUERY_DEFAULT;
    const char *json;
    say(name);
    query.explain = 1;
    if (hq_snapshot_find_draft(snapshot, draft, strlen(draft), &query, &matches, &error) != HQ_OK) {
        printf("%s: %s\n", name, error.message_en);
        bad = 1;
    } else if (hq_matches_count(matches) != 1 || hq_matches_json(matches, &json, NULL) != HQ_OK) {
        printf("%s: no answer\n", name);
        bad = 1;
    }
    hq_matches_free(matches);
    free(draft);
    free(expression);
}

static void *work(void *unused) {
    hq_matches *matches = NULL;
    hq_error error;
    hq_subject who;
    char *json;
    evaluate("parentheses 248", repeat("", "(", 248, "employees > 1", ")", ""), HQ_OK);
    evaluate("parentheses 250", repeat("", "(", 250, "employees", ")", ""), -1);
    evaluate("parentheses 100,000", repeat("", "(", 49999, "1", ")", ""), HQ_E_EXPRESSION);
    evaluate("not 248", repeat("", "!", 248, "dishonest", "", ""), -1);
    evaluate("lists 248", repeat("", "[", 248, "employees", "]", ""), -1);
    evaluate("ternaries 240", repeat("", "employees > 1 ? (", 120, "1", ") : 2", ""), -1);
    evaluate("macros 80", repeat("", "[1].all(x, ", 80, "employees > 1", ")", ""), -1);
    evaluate("additions", repeat("1", "", 240, "", "+employees", ""), -1);
    evaluate("ands 5,000", repeat("employees > 1", "", 5000, "", " && employees > 1", ""), HQ_OK);
    clause("clause parentheses", repeat("", "(", 240, "employees > 1", ")", ""));
    clause("clause nots", repeat("", "!(dishonest || ", 100, "employees > 1", ")", ""));
    clause("clause ands", repeat("employees > 1", "", 3000, "", " && employees > 2", ""));
    clause("clause at_least", repeat("", "at_least(1, [abnormal, ", 60, "employees > 1", "])", ""));
    json = repeat("{\"tags\":", "[", 1000000, "", "]", "}");
    who.kind = HQ_SUBJECT_JSON;
    who.reserved = 0;
    who.data = json;
    who.len = strlen(json);
    if (hq_snapshot_match(snapshot, &who, NULL, &matches, &error) != HQ_E_DATA) bad = 1;
    free(json);
    return unused;
}

int main(void) {
    static const char profile[] = "{\"id\":\"p\",\"employees\":3}\n";
    hq_engine *engine = NULL;
    pthread_attr_t attributes;
    pthread_t thread;
    if (hq_engine_open(NULL, &engine, NULL)) return 1;
    if (hq_engine_put_profiles(engine, profile, sizeof profile - 1, HQ_STRICT, 1, NULL, NULL)) return 1;
    if (hq_engine_snapshot(engine, 2024, 6, 30, &snapshot, NULL)) return 1;
    pthread_attr_init(&attributes);
    if (pthread_attr_setstacksize(&attributes, 1 << 20)) return 1;
    if (pthread_create(&thread, &attributes, work, NULL)) return 1;
    pthread_join(thread, NULL);
    hq_snapshot_free(snapshot);
    hq_engine_close(engine);
    return bad;
}

/* The header alone, first: it needs nothing before it. Then its layout, which callers are compiled against. */
#include <huiqi.h>
#include <huiqi.h>

#include <stdio.h>
#include <string.h>

#define PIN(name, condition) typedef char pin_##name[(condition) ? 1 : -1]
PIN(pointers, sizeof(void *) == 8);
PIN(status, sizeof(hq_status) == 4);
PIN(error, sizeof(hq_error) == 1432 && offsetof(hq_error, subject) == 24 && offsetof(hq_error, message_zh) == 408);
PIN(str, sizeof(hq_str) == 16);
PIN(options, sizeof(hq_options) == 80 && offsetof(hq_options, max_steps) == 40);
PIN(finding, sizeof(hq_finding) == 104 && offsetof(hq_finding, subject) == 24);
PIN(subject, sizeof(hq_subject) == 24 && offsetof(hq_subject, data) == 8);
PIN(query, sizeof(hq_query) == 32 && offsetof(hq_query, explain) == 8);
PIN(csv_options, sizeof(hq_csv_options) == 32 && offsetof(hq_csv_options, serial_dates) == 8);
PIN(match, sizeof(hq_match) == 104 && offsetof(hq_match, degree_low) == 72 && offsetof(hq_match, verdict) == 96);
PIN(codes, HQ_OK == 0 && HQ_E_ARGUMENT == 1 && HQ_E_DATA == 2 && HQ_E_EXPRESSION == 3 && HQ_E_NOT_FOUND == 4
    && HQ_E_REFUSED == 5 && HQ_E_CANCELLED == 6 && HQ_E_UNAVAILABLE == 7 && HQ_E_EVALUATION == 8 && HQ_E_NULL == 64
    && HQ_E_UTF8 == 65 && HQ_E_LIMIT == 66);
PIN(values, HQ_INELIGIBLE == -1 && HQ_UNDETERMINED == 0 && HQ_ELIGIBLE == 1 && HQ_SUBJECT_KEY == 1
    && HQ_SUBJECT_JSON == 2 && HQ_WARNING == 1 && HQ_REFUSAL == 2 && HQ_STRICT == 1u);
PIN(largest, HQ_MAX_INPUT_BYTES == UINT64_C(1) << 32);

int main(void) {
    hq_query query = HQ_QUERY_DEFAULT;
    hq_subject subject = HQ_SUBJECT_OF_JSON("{}", 2);
    char version[32];
    pin_pointers unused;
    (void)unused;
    sprintf(version, "%d.%d.%d", HQ_VERSION_MAJOR, HQ_VERSION_MINOR, HQ_VERSION_PATCH);
    if (query.top != 10 || subject.len != 2) return 1;
    if (strcmp(version, hq_version()) != 0 || hq_formats_version()[0] == 0) return 1;
    printf("huiqi %s, formats %s\n", hq_version(), hq_formats_version());
    return 0;
}

#include "CRE2Shim.h"

#include <re2/re2.h>

#include <cstdio>
#include <memory>

static_assert(re2::RE2::ErrorPatternTooLarge == CRE2_PATTERN_TOO_LARGE &&
                  re2::RE2::ErrorBadUTF8 == CRE2_BAD_UTF8,
              "RE2 renumbered its errors");

namespace {

re2::StringPiece bytes(const uint8_t *start, size_t length) {
    return re2::StringPiece(reinterpret_cast<const char *>(start), start == nullptr ? 0 : length);
}

}  // namespace

extern "C" int32_t cre2_compile(const uint8_t *pattern, size_t length, int64_t max_mem, cre2_regex **out,
                                char *message, size_t message_capacity) {
    *out = nullptr;
    if (message_capacity > 0) message[0] = '\0';
    try {
        re2::RE2::Options options;
        options.set_encoding(re2::RE2::Options::EncodingUTF8);
        options.set_log_errors(false);
        options.set_never_capture(true);
        options.set_max_mem(max_mem);
        auto regex = std::make_unique<re2::RE2>(bytes(pattern, length), options);
        if (regex->ok()) {
            *out = reinterpret_cast<cre2_regex *>(regex.release());
            return CRE2_OK;
        }
        std::snprintf(message, message_capacity, "%s", regex->error().c_str());
        return regex->error_code();
    } catch (...) {
        std::snprintf(message, message_capacity, "out of memory");
        return CRE2_OUT_OF_MEMORY;
    }
}

extern "C" int32_t cre2_matches(const cre2_regex *regex, const uint8_t *text, size_t length) {
    try {
        const auto *compiled = reinterpret_cast<const re2::RE2 *>(regex);
        const re2::StringPiece whole = bytes(text, length);
        return compiled->Match(whole, 0, whole.size(), re2::RE2::UNANCHORED, nullptr, 0) ? 1 : 0;
    } catch (...) {
        return -1;
    }
}

extern "C" void cre2_free(cre2_regex *regex) {
    delete reinterpret_cast<re2::RE2 *>(regex);
}

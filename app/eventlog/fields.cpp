#include "app/eventlog/fields.h"

namespace eventlog {

bool Writer::put(const std::vector<domain::LostRange>& ranges) {
    bool good = ranges.size() <= domain::kMaxLostRanges;
    domain::Seq last = 0;
    to_ += '[';
    for (const domain::LostRange& range : ranges) {
        to_ += last == 0 ? "[" : ",[";
        good = put(range.first) && good && range.first > last;
        to_ += ',';
        good = put(range.last) && good && range.last >= range.first;
        to_ += ']';
        last = range.last;
    }
    to_ += ']';
    return good;
}

void Reader::get(std::array<std::uint8_t, 32>& hash) {
    from_.literal("\"");
    const std::string_view text = from_.until_quote(64);
    if (!base::is_hex(text, kHashDigits)) return from_.fail();
    const auto bytes = base::from_hex(text);
    std::copy(bytes->begin(), bytes->end(), hash.begin());
}

void Reader::get(std::vector<domain::LostRange>& ranges) {
    ranges.clear();
    from_.literal("[");
    while (from_.ok() && !from_.next_is("]")) {
        const domain::Seq last = ranges.empty() ? 0 : ranges.back().last;
        from_.literal(last == 0 ? "[" : ",[");
        domain::LostRange range;
        range.first = from_.integer();
        from_.literal(",");
        range.last = from_.integer();
        from_.literal("]");
        if (range.first <= last || range.last < range.first || ranges.size() == domain::kMaxLostRanges) from_.fail();
        ranges.push_back(range);
    }
    from_.literal("]");
}

}  // namespace eventlog

#include "app/server/store/spans.h"

#include <algorithm>
#include <array>

namespace server {

namespace {

constexpr std::array<std::string_view, 5> kKinds{"lost", "elsewhere", "bridge", "overhang", "open"};

Span::Kind kind_of(std::string_view text) {
    const auto found = std::find(kKinds.begin(), kKinds.end(), text);
    return static_cast<Span::Kind>(found - kKinds.begin());
}

std::vector<domain::LostRange> joined(std::vector<domain::LostRange> ranges) {
    std::sort(ranges.begin(), ranges.end(),
              [](const domain::LostRange& a, const domain::LostRange& b) { return a.first < b.first; });
    std::vector<domain::LostRange> apart;
    for (const domain::LostRange& range : ranges) {
        if (!apart.empty() && range.first <= apart.back().last + 1) {
            apart.back().last = std::max(apart.back().last, range.last);
        } else {
            apart.push_back(range);
        }
    }
    return apart;
}

bool covers(const std::vector<domain::LostRange>& apart, domain::Seq first, domain::Seq last) {
    const auto behind =
        std::upper_bound(apart.begin(), apart.end(), first,
                         [](domain::Seq seq, const domain::LostRange& range) { return seq < range.first; });
    return behind != apart.begin() && std::prev(behind)->last >= last;
}

}  // namespace

Spans::Spans(Connection& connection, SchoolId school, domain::KioskId kiosk)
    : connection_(connection), school_(std::move(school)), kiosk_(std::move(kiosk)) {}

const std::vector<Span>& Spans::all() {
    if (all_) return *all_;
    std::vector<std::string> kinds(kMostSpans), hashes(kMostSpans);
    std::vector<long long> firsts(kMostSpans), lasts(kMostSpans);
    connection_.sql() << "SELECT kind, first_seq, last_seq, " + connection_.dialect().hex_of("hash") +
                             " FROM spans WHERE school = :school AND kiosk = :kiosk ORDER BY kind, first_seq, last_seq "
                             "LIMIT " +
                             std::to_string(kMostSpans),
        soci::into(kinds), soci::into(firsts), soci::into(lasts), soci::into(hashes),
        soci::use(school_.value, "school"), soci::use(kiosk_.value, "kiosk");
    all_.emplace();
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        all_->push_back({kind_of(kinds[i]), seq_of(firsts[i]), seq_of(lasts[i]), hash_of(hashes[i])});
    }
    return *all_;
}

bool Spans::are_absent(domain::Seq first, domain::Seq last, const std::vector<domain::LostRange>& missing) {
    if (first > last) return true;
    if (!absent_) {
        absent_.emplace();
        for (const Span& span : all()) {
            const bool is_absent = span.kind == Span::Kind::lost || span.kind == Span::Kind::elsewhere;
            if (is_absent) absent_->push_back({span.first, span.last});
        }
        *absent_ = joined(std::move(*absent_));
    }
    if (missing.empty()) return covers(*absent_, first, last);
    std::vector<domain::LostRange> both = *absent_;
    both.insert(both.end(), missing.begin(), missing.end());
    return covers(joined(std::move(both)), first, last);
}

bool Spans::is_open(domain::Seq seq) {
    return std::any_of(all().begin(), all().end(), [seq](const Span& span) {
        return span.kind == Span::Kind::open && span.first <= seq && seq <= span.last;
    });
}

std::optional<eventlog::Hash> Spans::bridge_at(domain::Seq seq) {
    for (const Span& span : all()) {
        if (span.kind == Span::Kind::bridge && span.last == seq) return span.hash;
    }
    return std::nullopt;
}

void Spans::add(const Span& span) {
    const auto same = [&span](const Span& each) {
        return each.kind == span.kind && each.first == span.first && each.last == span.last;
    };
    if (all().size() >= kMostSpans || std::any_of(all().begin(), all().end(), same)) return;
    const bool has_hash = span.kind == Span::Kind::elsewhere || span.kind == Span::Kind::bridge;
    const Dialect& dialect = connection_.dialect();
    const std::string kind{kKinds[static_cast<std::size_t>(span.kind)]};
    const std::string hash = has_hash ? dialect.bound(span.hash) : "";
    const long long first = number_of(span.first), last = number_of(span.last);
    connection_.sql() << "INSERT INTO spans (school, kiosk, kind, first_seq, last_seq, hash) VALUES "
                         "(:school, :kiosk, :kind, :first, :last, " +
                             dialect.bytes_of(":hash") + ") ON CONFLICT (kiosk, kind, first_seq, last_seq) DO NOTHING",
        soci::use(school_.value, "school"), soci::use(kiosk_.value, "kiosk"), soci::use(kind, "kind"),
        soci::use(first, "first"), soci::use(last, "last"), soci::use(hash, "hash");
    all_->push_back(span);
    absent_.reset();
}

void Spans::add_lost(const std::vector<domain::LostRange>& missing) {
    for (const domain::LostRange& range : missing) add({Span::Kind::lost, range.first, range.last});
}

}  // namespace server

#include "app/takeaway/runs.h"

#include <algorithm>

#include "app/eventlog/line.h"
#include "platform/base/bytes.h"

namespace takeaway {

namespace {

// A bundle of more is made two: a school server takes one in one request of its own (16 MiB in hexadecimal).
constexpr std::uint64_t kMostContent = std::uint64_t{6} << 20;

struct Continued {
    domain::Seq after = 0;
    eventlog::Hash named{};
};
std::optional<Continued> continued_at(const storage::LogLine& line) {
    // Parsing every line would take as long as hashing it; this word is in no other kind.
    if (line.line.find("\"log_continued\"") == std::string::npos) return std::nullopt;
    const auto event = eventlog::from_line(line.line);
    const auto* body = event ? std::get_if<domain::LogContinued>(&event->body) : nullptr;
    if (body == nullptr) return std::nullopt;
    Continued continued{body->after, {}};
    const auto bytes = base::from_hex(body->head);
    if (!bytes || bytes->size() != continued.named.size()) return std::nullopt;
    std::copy(bytes->begin(), bytes->end(), continued.named.begin());
    return continued;
}

class Runs {
  public:
    Runs(Records& records, domain::KioskId kiosk) : records_(records), kiosk_(std::move(kiosk)) {}

    bool take(const storage::LogLine& line) {
        const auto continued = continued_at(line);
        auto& runs = found_.runs;
        eventlog::BundleHeader* const run = runs.empty() ? nullptr : &runs.back();
        const bool room =
            run != nullptr && run->events < eventlog::kMaxBundleEvents && content_ + line.line.size() <= kMostContent;
        // As make_bundle() has it.
        const bool follows = !continued ? run != nullptr && line.seq == run->last + 1
                                        : run != nullptr && continued->after >= run->last &&
                                              (continued->after > run->last || continued->named == eventlog::kGenesis ||
                                               continued->named == hash_);
        if (!room || !follows) {
            if (!begin(line, continued)) return false;
        } else {
            if (continued) hash_ = continued->named;
            run->last = line.seq;
            ++run->events;
        }
        content_ += line.line.size() + 1;
        found_.content += line.line.size() + 1;
        if (runs.size() == 1)
            found_.lines.push_back(line);
        else
            found_.lines.clear();
        hash_ = eventlog::next_hash(hash_, line.line);
        if (hash_ != line.hash) return fail(line.seq);
        return true;
    }
    [[nodiscard]] const std::optional<Failure>& failure() const { return failure_; }
    [[nodiscard]] FoundRuns found() && { return std::move(found_); }

  private:
    bool begin(const storage::LogLine& line, const std::optional<Continued>& continued) {
        if (continued) {
            hash_ = continued->named;
        } else if (line.seq == 1) {
            hash_ = eventlog::kGenesis;
        } else {
            const auto before = records_.chain_hash(line.seq - 1);
            if (!before || !*before) return fail(line.seq);
            hash_ = **before;
        }
        found_.runs.push_back({kiosk_, line.seq, line.seq, hash_, 1});
        content_ = 0;
        return true;
    }
    bool fail(domain::Seq seq) {
        failure_ = Failure{Problem::log_unreadable, "the chain does not hold at " + std::to_string(seq)};
        return false;
    }

    Records& records_;
    domain::KioskId kiosk_;
    FoundRuns found_;
    eventlog::Hash hash_{};
    std::uint64_t content_ = 0;  // of the last run
    std::optional<Failure> failure_;
};

}  // namespace

base::Result<FoundRuns, Failure> find_runs(Records& records, const domain::KioskId& kiosk, domain::Seq first,
                                           domain::Seq last) {
    Runs runs{records, kiosk};
    const auto read = read_lines(records, first, last, [&](const storage::LogLine& line) { return runs.take(line); });
    if (!read) return base::failure(Failure{Problem::log_unreadable, read.error().detail});
    if (runs.failure()) return base::failure(*runs.failure());
    return std::move(runs).found();
}

std::optional<std::string_view> RunLines::next() {
    if (at_ == lines_.size()) {
        if (next_ > run_.last) return std::nullopt;
        auto portion = records_.lines(next_, run_.last, kLinesAtATime);
        at_ = 0;
        lines_.clear();
        if (!portion) {
            error_ = portion.error();
            return std::nullopt;
        }
        lines_ = std::move(*portion);
        if (lines_.empty()) return std::nullopt;
        next_ = lines_.back().seq + 1;
    }
    ++given_;
    return lines_[at_++].line;
}

}  // namespace takeaway

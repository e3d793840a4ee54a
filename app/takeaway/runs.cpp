#include "app/takeaway/runs.h"

#include <algorithm>

#include "app/eventlog/line.h"
#include "platform/base/bytes.h"

namespace takeaway {

namespace {

constexpr std::size_t kLinesAtATime = 500;
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
    Runs(LogReader& log, domain::KioskId kiosk) : log_(log), kiosk_(std::move(kiosk)) {}

    bool take(const storage::LogLine& line) {
        const auto continued = continued_at(line);
        eventlog::BundleHeader* const run = runs_.empty() ? nullptr : &runs_.back();
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
        hash_ = eventlog::next_hash(hash_, line.line);
        if (hash_ != line.hash) return fail(line.seq);
        return true;
    }
    [[nodiscard]] const std::optional<Failure>& failure() const { return failure_; }
    [[nodiscard]] std::vector<eventlog::BundleHeader> runs() && { return std::move(runs_); }

  private:
    bool begin(const storage::LogLine& line, const std::optional<Continued>& continued) {
        if (continued) {
            hash_ = continued->named;
        } else if (line.seq == 1) {
            hash_ = eventlog::kGenesis;
        } else {
            const auto before = log_.chain_hash(line.seq - 1);
            if (!before || !*before) return fail(line.seq);
            hash_ = **before;
        }
        runs_.push_back({kiosk_, line.seq, line.seq, hash_, 1});
        content_ = 0;
        return true;
    }
    bool fail(domain::Seq seq) {
        failure_ = Failure{Problem::log_unreadable, "the chain does not hold at " + std::to_string(seq)};
        return false;
    }

    LogReader& log_;
    domain::KioskId kiosk_;
    std::vector<eventlog::BundleHeader> runs_;
    eventlog::Hash hash_{};
    std::uint64_t content_ = 0;  // of the last run
    std::optional<Failure> failure_;
};

}  // namespace

base::Result<std::vector<eventlog::BundleHeader>, Failure> find_runs(LogReader& log, const domain::KioskId& kiosk,
                                                                     domain::Seq first) {
    Runs runs{log, kiosk};
    const auto read = log.read(first, [&](const storage::LogLine& line) { return runs.take(line); });
    if (!read) return base::failure(Failure{Problem::log_unreadable, read.error().detail});
    if (runs.failure()) return base::failure(*runs.failure());
    return std::move(runs).runs();
}

std::optional<std::string_view> RunLines::next() {
    if (at_ == lines_.size()) {
        lines_.clear();
        at_ = 0;
        if (next_ > run_.last) return std::nullopt;
        const auto read = log_.read(next_, [this](const storage::LogLine& line) {
            if (line.seq > run_.last) return false;
            lines_.push_back(line);
            return lines_.size() < kLinesAtATime;
        });
        if (!read) error_ = read.error();
        if (!read || lines_.empty()) return std::nullopt;
        next_ = lines_.back().seq + 1;
    }
    ++given_;
    return lines_[at_++].line;
}

}  // namespace takeaway

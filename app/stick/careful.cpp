#include "app/stick/careful.h"

#include <algorithm>

#include "app/eventlog/chain.h"
#include "app/stick/layout.h"

namespace stick {

namespace {

constexpr std::size_t kBlock = 256 * 1024;

// What a file came to: its bytes, and a hash over its blocks one after the other.
struct Sum {
    std::uint64_t bytes = 0;
    eventlog::Hash hash = eventlog::kGenesis;
    void take(base::ByteView block) {
        bytes += block.size();
        hash = eventlog::next_hash(hash, base::as_text(block));
    }
    friend bool operator==(const Sum&, const Sum&) = default;
};

// Gathers pieces into blocks on their way into a file.
class Blocks {
  public:
    Blocks(api::FileWriter& to, const Watch& watch) : to_(to), watch_(watch) { block_.reserve(kBlock); }

    bool take(base::ByteView more) {
        while (!more.empty()) {
            const std::size_t size = std::min(more.size(), kBlock - block_.size());
            block_.insert(block_.end(), more.begin(), more.begin() + static_cast<std::ptrdiff_t>(size));
            more = more.subspan(size);
            if (block_.size() == kBlock && !give()) return false;
        }
        return true;
    }
    bool finish() { return (block_.empty() || give()) && done(to_.finish()); }
    [[nodiscard]] const Sum& sum() const { return sum_; }
    [[nodiscard]] bool is_stopped() const { return stopped_; }
    [[nodiscard]] const api::FileResult<void>& result() const { return result_; }

  private:
    bool done(api::FileResult<void> result) {
        result_ = std::move(result);
        return result_.has_value();
    }
    bool give() {
        if (!done(to_.write(block_))) return false;
        sum_.take(block_);
        stopped_ = !watch_(block_.size());
        block_.clear();
        return !stopped_;
    }

    api::FileWriter& to_;
    const Watch& watch_;
    base::Bytes block_;
    Sum sum_;
    bool stopped_ = false;
    api::FileResult<void> result_;
};

Outcome failed(api::FileError error) {
    return {Step::failed, std::move(error), 0};
}

// From the drive, and not from memory, where the system can do so.
Outcome read_back(api::EnclosedFolder& drive, const std::filesystem::path& file, const Sum& written,
                  const Watch& watch) {
    const auto opened = drive.open(file);
    if (!opened) return failed(opened.error());
    (*opened)->forget(0, written.bytes);
    Sum seen;
    base::Bytes block(kBlock);
    while (seen.bytes < written.bytes + 1) {
        const auto size = (*opened)->read(seen.bytes, block);
        if (!size) return failed(size.error());
        if (*size == 0) break;
        seen.take(base::ByteView{block.data(), *size});
        if (!watch(*size)) return {Step::stopped, {}, 0};
    }
    if (!(seen == written)) return failed({api::FileErrorKind::input_output, file, "it is not what was written"});
    return {Step::done, {}, written.bytes};
}

Outcome write_unfinished(api::EnclosedFolder& drive, const std::filesystem::path& file, const Produce& produce,
                         const Watch& watch) {
    auto writer = drive.create(file);
    if (!writer) return failed(writer.error());
    Blocks blocks{**writer, watch};
    const bool given = produce([&blocks](base::ByteView more) { return blocks.take(more); }) && blocks.finish();
    if (blocks.is_stopped()) return {Step::stopped, {}, 0};
    if (!blocks.result()) return failed(blocks.result().error());
    if (!given) return {Step::given_up, {}, 0};
    writer->reset();
    return read_back(drive, file, blocks.sum(), watch);
}

}  // namespace

Outcome write_carefully(api::EnclosedFolder& drive, const std::filesystem::path& file, const Produce& produce,
                        const Watch& watch) {
    std::filesystem::path unfinished = file;
    unfinished += kUnfinished;
    Outcome outcome = write_unfinished(drive, unfinished, produce, watch);
    if (outcome.step == Step::done) {
        if (auto renamed = drive.rename(unfinished, file); !renamed) outcome = failed(renamed.error());
    }
    if (outcome.step != Step::done) (void)drive.remove(unfinished);
    return outcome;
}

Outcome write_carefully(api::EnclosedFolder& drive, const std::filesystem::path& file, base::ByteView content,
                        const Watch& watch) {
    return write_carefully(
        drive, file, [content](const Sink& sink) { return sink(content); }, watch);
}

api::FileResult<void> write_small(api::EnclosedFolder& drive, const std::filesystem::path& file,
                                  base::ByteView content) {
    const Outcome outcome = write_carefully(drive, file, content, [](std::uint64_t) { return true; });
    if (outcome.step != Step::done) return base::failure(outcome.error);
    return {};
}

api::FileResult<base::Bytes> read_small(api::EnclosedFolder& drive, const std::filesystem::path& file,
                                        std::size_t limit) {
    const auto opened = drive.open(file);
    if (!opened) return base::failure(opened.error());
    if ((*opened)->size() > limit)
        return base::failure(api::FileError{api::FileErrorKind::too_large, file, "larger than it may be"});
    base::Bytes content(static_cast<std::size_t>((*opened)->size()));
    const auto size = (*opened)->read(0, content);
    if (!size) return base::failure(size.error());
    content.resize(*size);
    return content;
}

}  // namespace stick

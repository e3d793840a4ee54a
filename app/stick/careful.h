#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "platform/api/enclosed_folder.h"
#include "platform/base/bytes.h"

namespace stick {

using Sink = std::function<bool(base::ByteView)>;  // false: it can take no more
using Produce = std::function<bool(const Sink&)>;  // gives the content in pieces; false: it has given up
// Told of bytes that were written or read back; false: stop.
using Watch = std::function<bool(std::uint64_t)>;

enum class Step {
    done,
    stopped,   // by `watch`
    given_up,  // by `produce`, which knows why
    failed     // by the drive: `error`
};
struct Outcome {
    Step step = Step::done;
    api::FileError error{};
    std::uint64_t bytes = 0;
};

// Writes a file under an unfinished name, brings it to the drive, reads it back from there, compares, and gives it its
// name: so the name is there only with exactly this content. What was not finished is removed, where the drive still
// lets it. Memory: two blocks of 256 KiB.
[[nodiscard]] Outcome write_carefully(api::EnclosedFolder& drive, const std::filesystem::path& file,
                                      const Produce& produce, const Watch& watch);
// The same of content that is at hand.
[[nodiscard]] Outcome write_carefully(api::EnclosedFolder& drive, const std::filesystem::path& file,
                                      base::ByteView content, const Watch& watch);
// A small file that is all or nothing, without anybody watching.
[[nodiscard]] api::FileResult<void> write_small(api::EnclosedFolder& drive, const std::filesystem::path& file,
                                                base::ByteView content);
// Whole; too_large above `limit`, before anything is read.
[[nodiscard]] api::FileResult<base::Bytes> read_small(api::EnclosedFolder& drive, const std::filesystem::path& file,
                                                      std::size_t limit);

}  // namespace stick

#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/storage/store.h"

namespace storage {

// The log's lines a second time, beside the database or on another drive: files log-000001.txt, -000002.txt ..., each
// line of them a hash in hexadecimal, a space and the line of the log; "= and a number" instead of a line names a number
// whose line is not there but whose hash is needed to prove the next one. A file is made at its full size, filled with
// zeros, and written into from the start, so that a group of lines costs the blocks that it fills and no more; a full
// file is compressed (log-000001.txt.zst, frames of kFrameBytes, so that damage loses one of them and not all). A file
// whose end is torn is never written to again. Beside them state.zst, see kept_state.h.
class SecondCopy {
  public:
    static constexpr std::size_t kFileBytes = 512 * 1024;
    static constexpr std::size_t kFrameBytes = 64 * 1024;

    // In copy_folder(data). A folder on another drive is not made: a drive that is not there must not become a folder.
    SecondCopy(api::FileSystem& files, const std::filesystem::path& data, domain::KioskId kiosk);

    struct End {
        domain::Seq seq = 0;  // 0: an empty copy
        eventlog::Hash hash{};
    };
    // Finds the end: the last line that follows from the one before it. Reads the last file or two.
    [[nodiscard]] api::FileResult<End> open();
    [[nodiscard]] const End& end() const { return end_; }
    // The copy is of another log: its files get another folder's name beside it, and a new copy begins.
    [[nodiscard]] api::FileResult<void> set_aside();

    // What is written in one group. `previous`: the hash before the line, where the copy cannot know it.
    void add(domain::Seq seq, std::string_view line, const eventlog::Hash& hash, const eventlog::Hash& previous);
    [[nodiscard]] std::size_t waiting() const { return group_.size(); }
    // Durable when it returns; what failed stays waiting nowhere: end() says where to go on.
    [[nodiscard]] api::FileResult<void> write();
    // Compresses one full file. false: there is none.
    [[nodiscard]] api::FileResult<bool> tidy();
    // Everything up to this number was pruned from the log: files that hold nothing later may go.
    [[nodiscard]] api::FileResult<void> forget_up_to(domain::Seq seq);

    [[nodiscard]] api::FileResult<void> write_state(std::string_view text);
    [[nodiscard]] std::optional<std::string> read_state();

    // Every line of every file, proven or not, in the order of the files; `line` empty for a number without its line.
    struct Record {
        domain::Seq seq = 0;
        std::string_view line;
        eventlog::Hash hash{};
        std::uint32_t file = 0;      // its number
        std::uint32_t offset = 0;    // of the line in the file's text
    };
    void each_record(const std::function<void(const Record&)>& each);
    // The text of a file with all of it that can be read.
    [[nodiscard]] std::string text_of(std::uint32_t file);
    // Everything in the copy, for setting it aside: names in the folder.
    [[nodiscard]] std::vector<std::string> names();
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
    // Whether there is a copy of another kiosk in the folder.
    [[nodiscard]] bool is_foreign() const { return foreign_; }

  private:
    [[nodiscard]] std::filesystem::path path_of(std::uint32_t file, bool compressed) const;
    void each_record_of(std::uint32_t file, std::string_view text, const std::function<void(const Record&)>& each) const;
    [[nodiscard]] api::FileResult<void> begin_file();

    api::FileSystem& files_;
    std::filesystem::path folder_;
    domain::KioskId kiosk_;
    std::vector<std::uint32_t> numbers_;  // ascending
    End end_;
    End waiting_end_;
    std::string group_;
    std::uint32_t file_ = 0;       // written to; 0: none
    std::uint64_t used_ = 0;       // bytes of it
    std::uint32_t tidied_ = 0;     // files up to this one are compressed
    bool foreign_ = false;
    bool own_folder_;              // DATA/copy
};

}  // namespace storage

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/domain/event.h"
#include "app/eventlog/chain.h"
#include "platform/api/file_system.h"

namespace storage {

// Rows of table `event` in the raw bytes of a SQLite database and its write-ahead log, without SQLite: no page needs to
// be reachable, no header needs to be right. What is found proves nothing yet; the chain does (salvage.h). The file
// format is https://www.sqlite.org/fileformat2.html; pages have kPageBytes.
inline constexpr std::size_t kPageBytes = 4096;

// Where a page's bytes are. Frames count from 0.
struct PagePlace {
    enum class File : std::uint8_t { database, log };
    File file = File::database;
    std::uint32_t index = 0;  // page number minus 1, or the frame
    friend bool operator==(const PagePlace&, const PagePlace&) = default;
};

// How far what stands in a page is to be believed where two contradict each other.
enum class Standing : std::uint8_t {
    current,  // what SQLite would read: the last committed frame of a page, else the database's page
    left_over,  // an older version of a page, or a committed frame behind a damaged one
    uncertain   // a frame that nothing says was committed; was it given up, nothing that follows from it exists
};

// A row that was found: its text lies at `offset` of the page and may go on in overflow pages.
struct FoundRow {
    domain::Seq seq = 0;            // by its cell; 0 where the cell does not say
    PagePlace place;
    std::uint16_t offset = 0;
    std::uint16_t here = 0;         // bytes of text and hash in this page
    std::uint32_t text_bytes = 0;
    bool runs_on = false;  // in the log: lies in one piece across the end of its page, where blocks of the drive were moved
};

class PageReader {
  public:
    // Either file may be missing or of any size. Reads the headers of the frames.
    PageReader(std::unique_ptr<api::FileReader> database, std::unique_ptr<api::FileReader> log);

    // Every place that may hold a row, current ones first.
    struct Source {
        PagePlace place;
        Standing standing = Standing::current;
    };
    [[nodiscard]] const std::vector<Source>& sources() const { return sources_; }

    // Rows in one page; the hash is that which is stored beside the text.
    void each_row(const PagePlace& place,
                  const std::function<void(const FoundRow&, std::string_view text, const eventlog::Hash&)>& each);
    // The text of a row again.
    [[nodiscard]] std::optional<std::string> text_of(const FoundRow& row);

    // The write-ahead log is damaged: whole transactions of its present round stand behind one that does not check.
    [[nodiscard]] bool log_is_broken() const { return log_is_broken_; }
    // What stands behind its end is neither blank nor of an older round: the last transaction, torn by a power cut before
    // anybody was told of it; or, where there was damage, one or more that were.
    [[nodiscard]] bool log_end_is_unclear() const { return log_end_is_unclear_; }
    // Its header does not check. So it is, too, where the power was cut as a new round began; then nothing in it is new.
    [[nodiscard]] bool log_has_no_header() const { return log_has_no_header_; }
    // The drive did not give it: nothing is known of it.
    [[nodiscard]] bool log_could_not_be_read() const { return log_could_not_be_read_; }
    // It is not there, or was cut.
    [[nodiscard]] bool log_is_missing() const { return log_is_missing_; }
    [[nodiscard]] std::uint32_t pages() const { return pages_; }

  private:
    struct Frame;
    [[nodiscard]] bool load(const PagePlace& place, std::vector<std::uint8_t>& to, std::size_t offset = 0);
    [[nodiscard]] std::vector<FoundRow> rows_across_end(const PagePlace& place);
    [[nodiscard]] std::optional<std::string> gather(const FoundRow& row, const std::vector<std::uint8_t>& page);
    [[nodiscard]] std::optional<PagePlace> current_place(std::uint32_t page_number) const;
    void read_frames();

    std::unique_ptr<api::FileReader> database_;
    std::unique_ptr<api::FileReader> log_;
    std::uint32_t pages_ = 0;
    std::vector<Source> sources_;
    std::vector<std::int32_t> current_frame_;  // by page number; -1: the database's
    std::vector<std::uint8_t> page_, overflow_, across_;
    std::optional<PagePlace> in_page_;
    bool log_is_broken_ = false;
    bool log_end_is_unclear_ = false;
    bool log_has_no_header_ = false;
    bool log_could_not_be_read_ = false;
    bool log_is_missing_ = false;
};

}  // namespace storage

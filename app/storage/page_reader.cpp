#include "app/storage/page_reader.h"

#include <algorithm>
#include <array>

#include "app/eventlog/line.h"
#include "platform/base/bytes.h"

namespace storage {

namespace {

using Bytes = std::vector<std::uint8_t>;
using View = std::span<const std::uint8_t>;

constexpr std::size_t kLogHeaderBytes = 32;
constexpr std::size_t kFrameHeaderBytes = 24;
constexpr std::uint64_t kUsualLogBytes = 900'000;  // a kiosk's is made larger than this, and never shorter
constexpr std::size_t kHashBytes = 32;
constexpr std::uint8_t kTableLeaf = 13;
constexpr std::uint8_t kHashType = 12 + 2 * kHashBytes;  // the serial type of a BLOB of 32 bytes
constexpr std::string_view kLineBegins = "{\"kiosk\":\"";
constexpr std::uint32_t kMostPages = 16'000'000;  // 64 GB

std::uint32_t big_endian(const std::uint8_t* at) {
    return std::uint32_t{at[0]} << 24 | std::uint32_t{at[1]} << 16 | std::uint32_t{at[2]} << 8 | at[3];
}
std::uint32_t little_endian(const std::uint8_t* at) {
    return std::uint32_t{at[3]} << 24 | std::uint32_t{at[2]} << 16 | std::uint32_t{at[1]} << 8 | at[0];
}

struct Sum {
    std::uint32_t a = 0, b = 0;
    friend bool operator==(const Sum&, const Sum&) = default;
    void add(View bytes, bool big) {
        for (std::size_t i = 0; i + 8 <= bytes.size(); i += 8) {
            a += (big ? big_endian(&bytes[i]) : little_endian(&bytes[i])) + b;
            b += (big ? big_endian(&bytes[i + 4]) : little_endian(&bytes[i + 4])) + a;
        }
    }
};

// A variable-length integer at `at`, which moves behind it; nothing where it runs out of the bytes.
std::optional<std::uint64_t> varint(View bytes, std::size_t& at) {
    std::uint64_t value = 0;
    for (int i = 0; i < 9; ++i) {
        if (at >= bytes.size()) return std::nullopt;
        const std::uint8_t byte = bytes[at++];
        if (i == 8) return value << 8 | byte;
        value = value << 7 | (byte & 0x7FU);
        if ((byte & 0x80U) == 0) return value;
    }
    return std::nullopt;
}

// How much of a payload of this size stays in a leaf of a table.
std::size_t local_bytes(std::size_t payload) {
    constexpr std::size_t kMost = kPageBytes - 35, kLeast = (kPageBytes - 12) * 32 / 255 - 23;
    if (payload <= kMost) return payload;
    const std::size_t left = kLeast + (payload - kLeast) % (kPageBytes - 4);
    return left <= kMost ? left : kLeast;
}

// The record of a row of `event`, whose header begins at `at`: (NULL, TEXT, BLOB of 32 bytes).
std::optional<FoundRow> row_at(View page, std::size_t at) {
    const std::size_t begin = at;
    const auto header = varint(page, at);
    if (!header || *header < 4 || *header > 12) return std::nullopt;
    const auto number = varint(page, at), text = varint(page, at), hash = varint(page, at);
    if (!hash || *number != 0 || *hash != kHashType || at != begin + *header) return std::nullopt;
    if (*text < 13 || *text % 2 == 0 || (*text - 13) / 2 > eventlog::kMaxLineBytes) return std::nullopt;
    FoundRow row;
    row.text_bytes = static_cast<std::uint32_t>((*text - 13) / 2);
    const std::size_t payload = *header + row.text_bytes + kHashBytes;
    const std::size_t local = local_bytes(payload);
    const std::size_t tail = local < payload ? 4 : 0;
    if (begin + local + tail > page.size() || local < *header) return std::nullopt;
    row.offset = static_cast<std::uint16_t>(at);
    row.here = static_cast<std::uint16_t>(local - *header);
    return row;
}

}  // namespace

struct PageReader::Frame {
    std::uint32_t page = 0, commit = 0, salt1 = 0, salt2 = 0;
    Sum sum;
    bool follows = false;  // its sum follows from the one that the frame before it states
    bool first = false;    // its sum follows from the header's
    bool blank = false;    // zeros alone: never written to
    bool usable = false;   // up to a committing frame of its run
};

PageReader::PageReader(std::unique_ptr<api::FileReader> database, std::unique_ptr<api::FileReader> log)
    : database_(std::move(database)), log_(std::move(log)), page_(kPageBytes), overflow_(kPageBytes) {
    if (database_) {
        const std::uint64_t pages = (database_->size() + kPageBytes - 1) / kPageBytes;
        pages_ = static_cast<std::uint32_t>(std::min<std::uint64_t>(pages, kMostPages));
    }
    current_frame_.assign(std::size_t{pages_} + 1, -1);
    const std::uint64_t size = log_ ? log_->size() : 0;
    if (size >= kLogHeaderBytes) read_frames();
    log_is_missing_ = size < kUsualLogBytes || (size - kLogHeaderBytes) % (kFrameHeaderBytes + kPageBytes) != 0;
    std::vector<Source> left_over = std::move(sources_);
    sources_.clear();
    for (std::uint32_t page = 1; page <= pages_; ++page) {
        const bool replaced = current_frame_[page] >= 0;
        (replaced ? left_over : sources_)
            .push_back({{PagePlace::File::database, page - 1}, replaced ? Standing::left_over : Standing::current});
    }
    for (const std::int32_t frame : current_frame_) {
        if (frame >= 0) sources_.push_back({{PagePlace::File::log, static_cast<std::uint32_t>(frame)}, Standing::current});
    }
    sources_.insert(sources_.end(), left_over.begin(), left_over.end());
}

void PageReader::read_frames() {
    std::array<std::uint8_t, kLogHeaderBytes> header{};
    const auto got = log_->read(0, header);
    log_could_not_be_read_ = !got;
    if (!got || *got < header.size()) return;
    constexpr std::uint32_t kLittleMagic = 0x377F0682, kBigMagic = 0x377F0683;
    const std::uint32_t magic = big_endian(header.data());
    const bool big = magic == kBigMagic;
    Sum of_header;
    of_header.add(View{header}.first(24), big);
    const bool header_holds = (magic == kLittleMagic || big) && big_endian(&header[8]) == kPageBytes &&
                              of_header == Sum{big_endian(&header[24]), big_endian(&header[28])};
    // A log of a database that nothing was written to since its last full checkpoint may be all zeros.
    const bool is_blank = std::all_of(header.begin(), header.end(), [](std::uint8_t byte) { return byte == 0; });

    // Where the file was cut, the last frame is a part of one, which may hold rows.
    const std::uint64_t frame_bytes = kFrameHeaderBytes + kPageBytes;
    const auto count = static_cast<std::size_t>((log_->size() - kLogHeaderBytes + frame_bytes - 1) / frame_bytes);
    std::vector<Frame> frames(count);
    Bytes bytes(kFrameHeaderBytes + kPageBytes);
    Sum before = of_header;
    for (std::size_t i = 0; i < count; ++i) {
        Frame& frame = frames[i];
        const auto read = log_->read(kLogHeaderBytes + i * bytes.size(), bytes);
        log_could_not_be_read_ = log_could_not_be_read_ || !read;
        if (!read || *read < bytes.size()) {
            before = {};
            continue;
        }
        frame.blank = std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
        frame.page = big_endian(&bytes[0]);
        frame.commit = big_endian(&bytes[4]);
        frame.salt1 = big_endian(&bytes[8]);
        frame.salt2 = big_endian(&bytes[12]);
        frame.sum = {big_endian(&bytes[16]), big_endian(&bytes[20])};
        Sum sum = before;
        sum.add(View{bytes}.first(8), big);
        sum.add(View{bytes}.subspan(kFrameHeaderBytes), big);
        frame.follows = sum == frame.sum;
        before = frame.sum;
    }

    // The present round: from the header on, frame by frame, with the header's salts.
    std::size_t valid = 0, committed = 0;
    if (header_holds) {
        while (valid < count && frames[valid].follows && frames[valid].salt1 == big_endian(&header[16]) &&
               frames[valid].salt2 == big_endian(&header[20]) && frames[valid].page != 0) {
            if (frames[valid++].commit != 0) committed = valid;
        }
        for (std::size_t i = 0; i < committed; ++i) {
            const std::uint32_t page = frames[i].page;
            if (page > kMostPages) continue;
            if (page >= current_frame_.size()) current_frame_.resize(std::size_t{page} + 1, -1);
            current_frame_[page] = static_cast<std::int32_t>(i);
        }
        // What a power cut tore is one transaction, the last: each is synced before the next begins. Two that stand
        // behind say that this one was whole once.
        int behind = 0;
        for (std::size_t i = valid + 1; i < count; ++i) {
            const Frame& frame = frames[i];
            if (frame.salt1 == big_endian(&header[16]) && frame.salt2 == big_endian(&header[20]) && frame.follows &&
                frame.commit != 0)
                ++behind;
        }
        log_is_broken_ = behind >= 2;
        // What stands behind the end of a round is blank as far as the file goes, or of a round before, whose own next
        // frame goes on from it.
        const bool is_blank_behind = std::all_of(frames.begin() + static_cast<std::ptrdiff_t>(valid), frames.end(),
                                                 [](const Frame& frame) { return frame.blank; });
        if (!is_blank_behind) {
            const Frame& end = frames[valid];
            const Frame* const next = valid + 1 < count ? &frames[valid + 1] : nullptr;
            const bool is_present = end.salt1 == big_endian(&header[16]) && end.salt2 == big_endian(&header[20]);
            const bool is_older = !end.blank && !is_present && next != nullptr && next->follows &&
                                  next->salt1 == end.salt1 && next->salt2 == end.salt2;
            log_end_is_unclear_ = !is_older;
        }
    } else if (!is_blank) {
        log_has_no_header_ = true;
    }
    // Everything else: older rounds, and what stands behind damage. Of each round, what stands before its last frame that
    // commits was committed too; what stands behind it may have been given up. That frame has to check, or to be the
    // one from which the next goes on.
    for (std::size_t i = header_holds ? valid : 0; i < count; ++i) {
        const Frame& last = frames[i];
        const bool checks = last.follows || (i + 1 < count && frames[i + 1].follows);
        if (last.commit == 0 || !checks) continue;
        for (std::size_t k = i + 1; k-- > 0 && !frames[k].usable;) {
            const bool same_round = frames[k].salt1 == last.salt1 && frames[k].salt2 == last.salt2;
            if (!same_round && frames[k].follows) break;  // a whole frame of another round
            frames[k].usable = true;                      // also where its own header is damaged
        }
    }
    for (std::size_t i = 0; i < count; ++i) {
        const bool is_current = i < committed && frames[i].page < current_frame_.size() &&
                                current_frame_[frames[i].page] == static_cast<std::int32_t>(i);
        if (is_current) continue;
        const bool was_committed = i < committed || frames[i].usable;
        sources_.push_back({{PagePlace::File::log, static_cast<std::uint32_t>(i)},
                            was_committed ? Standing::left_over : Standing::uncertain});
    }
}

bool PageReader::load(const PagePlace& place, Bytes& to, std::size_t offset) {
    const bool in_log = place.file == PagePlace::File::log;
    const auto& file = in_log ? log_ : database_;
    if (!file) return false;
    const std::uint64_t at =
        in_log ? kLogHeaderBytes + std::uint64_t{place.index} * (kFrameHeaderBytes + kPageBytes) + kFrameHeaderBytes
               : std::uint64_t{place.index} * kPageBytes;
    const auto got = file->read(at + offset, to);
    if (!got || *got == 0) return false;
    std::fill(to.begin() + static_cast<std::ptrdiff_t>(*got), to.end(), std::uint8_t{0});  // a file that was cut
    return true;
}

std::optional<PagePlace> PageReader::current_place(std::uint32_t page_number) const {
    if (page_number == 0) return std::nullopt;
    if (page_number < current_frame_.size() && current_frame_[page_number] >= 0)
        return PagePlace{PagePlace::File::log, static_cast<std::uint32_t>(current_frame_[page_number])};
    if (page_number > pages_) return std::nullopt;
    return PagePlace{PagePlace::File::database, page_number - 1};
}

// Text and hash of a row, whose first page is loaded.
std::optional<std::string> PageReader::gather(const FoundRow& row, const Bytes& page) {
    const std::size_t whole = row.text_bytes + kHashBytes;
    if (row.runs_on) {
        Bytes piece(whole);
        if (!load(row.place, piece, row.offset)) return std::nullopt;
        return std::string{base::as_text(piece)};
    }
    std::string bytes{base::as_text(View{page}.subspan(row.offset, row.here))};
    if (bytes.size() >= whole) return bytes;
    std::uint32_t next = big_endian(&page[std::size_t{row.offset} + row.here]);
    while (bytes.size() < whole) {
        const auto place = current_place(next);
        if (!place || !load(*place, overflow_)) return std::nullopt;
        const std::size_t size = std::min(whole - bytes.size(), kPageBytes - 4);
        bytes += base::as_text(View{overflow_}.subspan(4, size));
        next = big_endian(overflow_.data());
    }
    return bytes;
}

// Blocks of the drive and frames of the log do not share their ends: where two blocks changed places, a row may lie
// across the end of a page, with the head of the next frame overwritten.
std::vector<FoundRow> PageReader::rows_across_end(const PagePlace& place) {
    constexpr std::size_t kLongestHeader = 6, kNextPage = kPageBytes + kFrameHeaderBytes;
    std::vector<FoundRow> rows;
    across_.assign(kNextPage + kPageBytes, 0);
    if (place.file != PagePlace::File::log || !load(place, across_)) return rows;
    const std::string_view text = base::as_text(across_);
    for (std::size_t found = text.find(kLineBegins); found < kNextPage + kLongestHeader;
         found = text.find(kLineBegins, found + 1)) {
        for (std::size_t header = 4; header <= kLongestHeader && header <= found; ++header) {
            auto row = row_at(across_, found - header);
            if (!row || row->offset != found || row->here != row->text_bytes + kHashBytes) continue;
            if (found + row->here > kPageBytes) {
                row->place = place;
                row->runs_on = true;
                rows.push_back(*row);
            }
            break;
        }
    }
    return rows;
}

void PageReader::each_row(
    const PagePlace& place,
    const std::function<void(const FoundRow&, std::string_view, const eventlog::Hash&)>& each) {
    in_page_.reset();
    if (!load(place, page_)) return;
    in_page_ = place;
    const View page{page_};
    std::vector<std::uint16_t> told;
    const auto tell = [&](FoundRow row) {
        const auto bytes = gather(row, page_);
        if (!bytes) return;
        row.place = place;
        eventlog::Hash hash{};
        std::copy_n(bytes->end() - static_cast<std::ptrdiff_t>(kHashBytes), kHashBytes, hash.begin());
        told.push_back(row.offset);
        each(row, std::string_view{*bytes}.substr(0, row.text_bytes), hash);
    };

    // By the page's own list of cells.
    if (page[0] == kTableLeaf) {
        const std::size_t cells = std::size_t{page[3]} << 8 | page[4];
        for (std::size_t i = 0; i < cells && 8 + i * 2 + 2 <= page.size(); ++i) {
            std::size_t at = std::size_t{page[8 + i * 2]} << 8 | page[9 + i * 2];
            if (at < 8 || at >= page.size()) continue;
            const auto payload = varint(page, at);
            const auto number = varint(page, at);
            if (!payload || !number) continue;
            auto row = row_at(page, at);
            if (!row) continue;
            row->seq = *number;
            tell(*row);
        }
    }
    // Where the list or a cell's head is damaged: by how a line begins. Before it stands the end of the record's header.
    const std::string_view text = base::as_text(page);
    for (std::size_t found = text.find(kLineBegins); found != std::string_view::npos;
         found = text.find(kLineBegins, found + 1)) {
        if (std::find(told.begin(), told.end(), found) != told.end()) continue;
        for (std::size_t header = 4; header <= 6 && header <= found; ++header) {
            const auto row = row_at(page, found - header);
            if (!row || row->offset != found) continue;
            tell(*row);
            break;
        }
    }
    for (const FoundRow& row : rows_across_end(place)) tell(row);
}

std::optional<std::string> PageReader::text_of(const FoundRow& row) {
    if (!in_page_ || !(*in_page_ == row.place)) {
        in_page_.reset();
        if (!load(row.place, page_)) return std::nullopt;
        in_page_ = row.place;
    }
    auto bytes = gather(row, page_);
    if (bytes) bytes->resize(row.text_bytes);
    return bytes;
}

}  // namespace storage

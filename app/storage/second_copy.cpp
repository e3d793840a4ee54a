#include "app/storage/second_copy.h"

#include <zstd.h>

#include <algorithm>
#include <charconv>

#include "app/eventlog/line.h"
#include "app/storage/database.h"
#include "platform/base/bytes.h"

namespace storage {

namespace {

constexpr std::string_view kFirstWords = "vstrecha-copy 1 ";
constexpr std::string_view kName = "log-";
constexpr const char* kOwnFolder = "copy";
constexpr const char* kState = "state.zst";
constexpr std::uint64_t kLargestFile = 64 * 1024 * 1024;
constexpr std::size_t kHexHash = 64;
constexpr int kCompression = 3;

// The number of a file log-NNNNNN.txt or log-NNNNNN.txt.zst; 0: another file.
std::uint32_t number_of(std::string_view name) {
    if (!name.starts_with(kName)) return 0;
    name.remove_prefix(kName.size());
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    const std::string_view rest{end, static_cast<std::size_t>(name.data() + name.size() - end)};
    return error == std::errc{} && (rest == ".txt" || rest == ".txt.zst") ? number : 0;
}

std::string compressed(std::string_view text, std::size_t frame_bytes) {
    std::string out;
    ZSTD_CCtx* const context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, kCompression);
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    for (std::size_t from = 0; from < text.size() || from == 0; from += frame_bytes) {
        const std::string_view part = text.substr(from, frame_bytes);
        const std::size_t before = out.size();
        out.resize(before + ZSTD_compressBound(part.size()));
        const std::size_t size =
            ZSTD_compress2(context, out.data() + before, out.size() - before, part.data(), part.size());
        out.resize(ZSTD_isError(size) != 0 ? before : before + size);
    }
    ZSTD_freeCCtx(context);
    return out;
}

// Every frame that is whole; where one is not, the next is looked for. A hole is told by a line feed.
std::string decompressed(std::string_view bytes, std::size_t frame_bytes) {
    std::string out;
    constexpr std::string_view kMagic = "\x28\xB5\x2F\xFD";
    std::string frame;
    for (std::size_t at = bytes.find(kMagic); at != std::string_view::npos; at = bytes.find(kMagic, at)) {
        const std::string_view rest = bytes.substr(at);
        const std::size_t size = ZSTD_findFrameCompressedSize(rest.data(), rest.size());
        const unsigned long long content = ZSTD_getFrameContentSize(rest.data(), rest.size());
        if (ZSTD_isError(size) == 0 && content <= frame_bytes) {
            frame.resize(static_cast<std::size_t>(content));
            const std::size_t got = ZSTD_decompress(frame.data(), frame.size(), rest.data(), size);
            if (ZSTD_isError(got) == 0) {
                out.append(frame, 0, got);
                at += size;
                continue;
            }
        }
        out += '\n';
        ++at;
    }
    return out;
}

std::optional<eventlog::Hash> hash_of_hex(std::string_view text) {
    const auto bytes = base::from_hex(text);
    if (!bytes || bytes->size() != eventlog::Hash{}.size()) return std::nullopt;
    eventlog::Hash hash{};
    std::copy(bytes->begin(), bytes->end(), hash.begin());
    return hash;
}

}  // namespace

SecondCopy::SecondCopy(api::FileSystem& files, const std::filesystem::path& data, domain::KioskId kiosk)
    : files_(files),
      folder_(copy_folder(data, files)),
      kiosk_(std::move(kiosk)),
      own_folder_(folder_ == data / kOwnFolder) {
    for (const std::string& name : names()) {
        if (const auto number = number_of(name); number != 0) numbers_.push_back(number);
    }
    std::sort(numbers_.begin(), numbers_.end());
    numbers_.erase(std::unique(numbers_.begin(), numbers_.end()), numbers_.end());
}

std::filesystem::path copy_folder(const std::filesystem::path& data, api::FileSystem& files) {
    const auto named = files.read(data / "copy-folder", 4096);
    if (!named) return data / kOwnFolder;
    const std::string_view text = base::as_text(*named);
    const std::string_view path = text.substr(0, text.find_first_of("\r\n"));
    return path.empty() ? data / kOwnFolder : std::filesystem::path{path};
}

std::vector<std::string> SecondCopy::names() {
    std::vector<std::string> found;
    const auto listed = files_.list(folder_);
    if (!listed) return found;
    for (const std::string& name : *listed) {
        if (number_of(name) != 0 || name == kState) found.push_back(name);
    }
    return found;
}

std::filesystem::path SecondCopy::path_of(std::uint32_t file, bool compressed_one) const {
    std::string number = std::to_string(file);
    if (number.size() < 6) number.insert(0, 6 - number.size(), '0');
    return folder_ / (std::string{kName} + number + (compressed_one ? ".txt.zst" : ".txt"));
}

std::string SecondCopy::text_of(std::uint32_t file) {
    // Both are there where the power went between the two steps of compressing; the compressed one is whole then.
    for (const bool compressed_one : {false, true}) {
        const auto reader = files_.open(path_of(file, compressed_one));
        if (!reader || (*reader)->size() > kLargestFile) continue;
        std::string text((*reader)->size(), '\0');
        const auto got = (*reader)->read(0, {reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
        if (!got) continue;
        text.resize(*got);
        if (compressed_one) return decompressed(text, kFrameBytes);
        text.resize(text.find_last_not_of('\0') + 1);
        return text;
    }
    return {};
}

void SecondCopy::each_record_of(std::uint32_t file, std::string_view text,
                                const std::function<void(const Record&)>& each) const {
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = text.find('\n', at);
        if (end == std::string_view::npos) return;  // torn
        std::string_view row = text.substr(at, end - at);
        const std::size_t offset = at + kHexHash + 1;
        at = end + 1;
        if (row.size() < kHexHash + 2 || row[kHexHash] != ' ') continue;
        const auto hash = hash_of_hex(row.substr(0, kHexHash));
        if (!hash) continue;
        row.remove_prefix(kHexHash + 1);
        Record record{0, row, *hash, file, static_cast<std::uint32_t>(offset)};
        if (row.front() == '=') {
            row.remove_prefix(1);
            const auto [stopped, error] = std::from_chars(row.data(), row.data() + row.size(), record.seq);
            if (error != std::errc{} || stopped != row.data() + row.size()) continue;
            record.line = {};
        } else if (const auto event = eventlog::from_line(row)) {
            record.seq = event->seq;
            if (event->kiosk != kiosk_ && !kiosk_.empty()) continue;
        } else {
            continue;
        }
        each(record);
    }
}

void SecondCopy::each_record(const std::function<void(const Record&)>& each) {
    for (const std::uint32_t number : numbers_) {
        const std::string text = text_of(number);
        each_record_of(number, text, each);
    }
}

api::FileResult<SecondCopy::End> SecondCopy::open() {
    end_ = {};
    file_ = 0;
    foreign_ = false;
    if (!files_.exists(folder_)) {
        if (!own_folder_) return base::failure(api::FileError{api::FileErrorKind::not_found, folder_, "no such drive"});
        if (auto made = files_.make_folders(folder_); !made) return base::failure(made.error());
    }
    // The last file may hold nothing yet, or nothing that can be proven.
    for (auto number = numbers_.rbegin(); number != numbers_.rend() && end_.seq == 0; ++number) {
        const std::string text = text_of(*number);
        const bool is_ours = text.starts_with(std::string{kFirstWords} + kiosk_.value + "\n");
        if (!is_ours && text.starts_with(kFirstWords)) foreign_ = true;
        std::size_t proven = is_ours ? text.find('\n') + 1 : 0;
        End last;
        each_record_of(*number, text, [&](const Record& record) {
            const bool anchors = record.line.empty();
            if (!anchors && eventlog::next_hash(last.hash, record.line) != record.hash) return;
            last = {record.seq, record.hash};
            if (anchors) {
                proven = text.find('\n', record.offset) + 1;
                return;
            }
            end_ = last;
            proven = record.offset + record.line.size() + 1;
        });
        const bool is_last = number == numbers_.rbegin();
        if (is_last && is_ours && proven == text.size() && files_.exists(path_of(*number, false)) &&
            !files_.exists(path_of(*number, true))) {
            file_ = *number;
            used_ = text.size();
        }
    }
    waiting_end_ = end_;
    group_.clear();
    return end_;
}

api::FileResult<void> SecondCopy::set_aside() {
    int number = 1;
    const auto name = [&] { return folder_ / ("aside-" + std::to_string(number)); };
    while (files_.exists(name())) ++number;
    const auto aside = name();
    if (auto made = files_.make_folders(aside); !made) return made;
    for (const std::string& each : names()) {
        if (auto moved = files_.rename(folder_ / each, aside / each); !moved) return moved;
    }
    numbers_.clear();
    tidied_ = 0;
    const auto opened = open();
    if (!opened) return base::failure(opened.error());
    return {};
}

void SecondCopy::add(domain::Seq seq, std::string_view line, const eventlog::Hash& hash,
                     const eventlog::Hash& previous) {
    if (waiting_end_.seq + 1 != seq || waiting_end_.hash != previous) {
        group_ += base::to_hex(previous) + " =" + std::to_string(seq - 1) + "\n";
    }
    group_ += base::to_hex(hash);
    group_ += ' ';
    group_ += line;
    group_ += '\n';
    waiting_end_ = {seq, hash};
}

api::FileResult<void> SecondCopy::begin_file() {
    const std::uint32_t next = numbers_.empty() ? 1 : numbers_.back() + 1;
    std::string content{kFirstWords};
    content += kiosk_.value;
    content += '\n';
    if (end_.seq != 0) content += base::to_hex(end_.hash) + " =" + std::to_string(end_.seq) + "\n";
    const std::size_t used = content.size();
    content.resize(std::max(kFileBytes, used + group_.size()), '\0');
    if (auto made = files_.write_atomically(path_of(next, false), base::as_bytes(content)); !made) return made;
    numbers_.push_back(next);
    file_ = next;
    used_ = used;
    return {};
}

api::FileResult<void> SecondCopy::write() {
    if (group_.empty()) return {};
    api::FileResult<void> written;
    if (file_ == 0 || used_ + group_.size() > kFileBytes) written = begin_file();
    if (written) written = files_.write_at(path_of(file_, false), used_, base::as_bytes(group_));
    if (written) {
        used_ += group_.size();
        end_ = waiting_end_;
    } else {
        file_ = 0;  // what is there now is not known
        waiting_end_ = end_;
    }
    group_.clear();
    return written;
}

api::FileResult<bool> SecondCopy::tidy() {
    while (!numbers_.empty() && tidied_ < numbers_.back()) {
        const auto next = std::upper_bound(numbers_.begin(), numbers_.end(), tidied_);
        const std::uint32_t number = *next;
        if (number == file_ || number == numbers_.back()) break;
        if (!files_.exists(path_of(number, false))) {
            tidied_ = number;
            continue;
        }
        if (!files_.exists(path_of(number, true))) {
            const std::string packed = compressed(text_of(number), kFrameBytes);
            if (auto made = files_.write_atomically(path_of(number, true), base::as_bytes(packed)); !made)
                return base::failure(made.error());
        }
        if (auto removed = files_.remove(path_of(number, false)); !removed) return base::failure(removed.error());
        tidied_ = number;
        return true;
    }
    return false;
}

api::FileResult<void> SecondCopy::forget_up_to(domain::Seq seq) {
    while (numbers_.size() > 1 && numbers_.front() != file_) {
        domain::Seq highest = 0;
        const std::uint32_t number = numbers_.front();
        each_record_of(number, text_of(number), [&](const Record& record) { highest = std::max(highest, record.seq); });
        if (highest > seq) return {};
        for (const bool compressed_one : {false, true}) {
            const auto path = path_of(number, compressed_one);
            if (!files_.exists(path)) continue;
            if (auto removed = files_.remove(path); !removed) return removed;
        }
        numbers_.erase(numbers_.begin());
    }
    return {};
}

api::FileResult<void> SecondCopy::write_state(std::string_view text) {
    if (!files_.exists(folder_)) return base::failure(api::FileError{api::FileErrorKind::not_found, folder_, "no such drive"});
    return files_.write_atomically(folder_ / kState, base::as_bytes(compressed(text, kLargestFile)));
}

std::optional<std::string> SecondCopy::read_state() {
    const auto bytes = files_.read(folder_ / kState, kLargestFile);
    if (!bytes) return std::nullopt;
    return decompressed(base::as_text(*bytes), kLargestFile);
}

}  // namespace storage

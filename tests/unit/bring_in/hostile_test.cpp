// A stick that somebody made to do harm.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/bring_in/plain_words.h"
#include "tests/unit/bring_in/bring_kiosk.h"
#include "tests/unit/roster/zip_writer.h"

using namespace bring_in_test;
using roster_test::ZipWriter;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kCountsMemory = false;  // theirs is several times that of the program
#else
constexpr bool kCountsMemory = true;
#endif

// The most memory that a process of its own has, which does `work`; 0 where that fails.
template <class Work>
std::size_t most_memory_of(const Work& work) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(work() ? 0 : 1);
    int status = 0;
    rusage usage{};
    REQUIRE(::wait4(child, &status, 0, &usage) == child);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return 0;
    return static_cast<std::size_t>(usage.ru_maxrss) * 1024;
}

std::string workbook(const std::string& strings, int copies_of_strings, const std::string& rows, int copies_of_rows) {
    ZipWriter zip;
    zip.add("_rels/.rels", roster_test::kRels)
        .add("xl/workbook.xml", roster_test::kWorkbook)
        .add("xl/_rels/workbook.xml.rels", roster_test::kWorkbookRels);
    zip.add("xl/sharedStrings.xml", strings, copies_of_strings);
    zip.add("xl/worksheets/sheet1.xml", rows, copies_of_rows);
    return zip.bytes();
}

std::string repeated(const std::string& text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
}

}  // namespace

TEST_CASE("Names that nobody would read aloud, links, programs and what is too large are not offered to be read") {
    BringKiosk kiosk;
    kiosk.put("люди\x1b[2J.xlsx", "x");
    kiosk.put("люди\n.xlsx", "x");
    kiosk.put("\xff\xfe.xlsx", "x");
    kiosk.put("\xE2\x80\xAExslx.csv", "x");  // turns the direction of writing
    kiosk.put("~$люди.xlsx", "x");
    kiosk.put("._люди.xlsx", "x");
    kiosk.put(std::string(150, 'a') + ".xlsx", "x");
    kiosk.put("vstrecha_2.0_amd64.deb", "x");
    kiosk.put("update.swu", "x");
    kiosk.put("отпуск.jpg", "x");
    kiosk.drive.others.insert("ссылка.xlsx");
    kiosk.put("Vstrecha/kiosk-" + kiosk.id().value + "/attendance.csv", "x");
    kiosk.put("Big.XLSX", std::string(bring_in::kMostFileBytes + 1, 'x'));
    const auto offer = kiosk.look();
    REQUIRE(offer.items.size() == 1);
    CHECK(offer.items.front().name == "Big.XLSX");
    CHECK(offer.items.front().is_too_large);
    CHECK(kiosk.refused(Kind::school_file) == Refusal::too_large);
}

TEST_CASE("Of a stick with thousands of files some are shown, and more are not read at once than memory is there for") {
    BringKiosk kiosk;
    for (int i = 0; i < 3000; ++i) kiosk.put(std::to_string(10'000 + i) + ".csv", "x");
    const auto offer = kiosk.look();
    CHECK(offer.items.size() == bring_in::kMostSchoolFiles);
    CHECK(offer.more);
    CHECK(kiosk.refused(Kind::school_file) == Refusal::too_much);
}

TEST_CASE("A file that grows after it was looked at is refused before it is read") {
    BringKiosk kiosk;
    kiosk.put("a.csv", "x");
    const auto items = kiosk.look().items;
    kiosk.put("a.csv", std::string(bring_in::kMostFileBytes + 1, 'x'));
    const auto files = bring_in::read(*kiosk.drive.folder(), items, [](int) { return true; });
    REQUIRE_FALSE(files);
    CHECK(files.error().why == Refusal::too_large);
}

TEST_CASE("Words from outside are on one line, show what they say and are cut") {
    CHECK(bring_in::plain_words("а\n\x1b[1mб\xE2\x80\xAE", 10) == "а [1mб ");
    CHECK(bring_in::plain_words("абвгд", 3) == "абв…");
    CHECK(bring_in::is_plain("Школа № 12", 20));
    CHECK_FALSE(bring_in::is_plain("", 20));
}

TEST_CASE("Bombs of files stay below 200 MB and end in a sentence") {
    const std::string cell = "<c t='inlineStr'><is><t>" + std::string(1000, 'A') + "</t></is></c>";
    const std::string long_text = "<sst><si><t>" + std::string(60'000, 'A') + "</t></si></sst>";
    const std::string many_cells = "<row>" + repeated("<c t='s'><v>0</v></c>", 100) + "</row>";
    const std::vector<std::pair<std::string, std::string>> bombs{
        {"rows.xlsx", workbook("<sst/>", 1, "<row>" + repeated(cell, 200) + "</row>", 1200)},
        {"strings.xlsx", workbook(repeated("<si/>", 10'000), 600, "<worksheet/>", 1)},
        {"shared.xlsx", workbook(long_text, 1, "<worksheet><sheetData>" + repeated(many_cells, 3000), 1)},
        {"cells.csv", repeated(repeated("a;", 100) + "\n", 30'000)},
        {"page.html", "<html>" + repeated("<b>a</b>", 700'000)}};
    for (const auto& [name, content] : bombs) {
        const std::size_t memory = most_memory_of([&, &file = name, &bytes_of = content] {
            const auto bytes = base::as_bytes(bytes_of);
            const bring_in::Known known;
            const domain::Catalogue catalogue;
            const auto prepared = bring_in::prepare(known, Kind::school_file, {{file, {bytes.begin(), bytes.end()}}},
                                                    {school::kMonday, catalogue, [] { return std::uint64_t{1}; }});
            return prepared && !prepared->may_be_taken();
        });
        INFO(name << " " << memory);
        CHECK(memory > 0);
        if (kCountsMemory) CHECK(memory < std::size_t{200} * 1024 * 1024);
    }
}

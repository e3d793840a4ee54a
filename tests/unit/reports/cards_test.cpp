#include "app/reports/cards.h"

#include <cstdio>
#include <fstream>
#include <memory>
#include <set>

#include "tests/unit/reports/world.h"

namespace {

std::string run(const std::string& command) {
    std::string out;
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    char buffer[4096];
    for (std::size_t got; (got = fread(buffer, 1, sizeof buffer, pipe.get())) > 0;) out.append(buffer, got);
    return out;
}

std::string write(const base::Bytes& pdf) {
    const std::string path = VSTRECHA_BUILD_DIR "/tests/cards.pdf";
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(pdf.data()), static_cast<std::streamsize>(pdf.size()));
    return path;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("Cards come by class and name, teachers last, and only with a consent") {
    auto roster = world::roster();
    roster.people.push_back(world::person("t", "Абрамова", "Анна", "", {}));
    roster.people.push_back(world::person("z", "Ежов", "Пётр", "", domain::ClassName{10, "А"}));
    roster.people.push_back(world::person("y", "Жуков", "Пётр", "", domain::ClassName{5, "В"}));
    roster.people.push_back(world::person("x", "Без", "Согласия", "", domain::ClassName{1, "А"}));
    roster.people.back().consent.reset();
    roster.people[2].cards = {"46929863217", "46929863218"};
    const auto cards = reports::cards_of(roster, {}, *world::texts());
    std::string order;
    for (const auto& card : cards) order += card.class_line + " " + card.name.surname + ", ";
    CHECK(order == "5В Ёлкина, 5В Жуков, 7А Хохлов, 9В Шестаков, 10А Ежов, Учитель Абрамова, ");
    CHECK(cards[0].digits == "46929863217");
    CHECK(cards[1].digits == "100001");  // no card yet: the numeric code
    CHECK(reports::cards_of(roster, domain::ClassName{5, "В"}, *world::texts()).size() == 2);
}

TEST_CASE("A sheet of cards has eight to a page, with what a person needs to see on each") {
    std::vector<reports::Card> cards;
    for (int i = 0; i < 9; ++i) {
        cards.push_back({{"Константинопольская-Преображенская", "Александра", "Константиновна"},
                         "11-ИТ",
                         {static_cast<std::uint8_t>(i), 10, 11},
                         "4692986321" + std::to_string(i)});
    }
    const auto pdf = reports::cards_pdf(cards, {"Школа № 12 имени какого-нибудь очень известного человека", "Мы вместе"},
                                        *world::texts());
    REQUIRE(pdf);
    const auto path = write(*pdf);
    CHECK(has(run("pdfinfo " + path), "Pages:           2"));
    CHECK(has(run("pdfinfo " + path), "A4"));
    const auto first = run("pdftotext -l 1 -raw " + path + " -");
    CHECK(has(first, "Александра"));
    CHECK(has(first, "11-ИТ"));
    CHECK(has(first, "46929863217"));
    CHECK(has(first, "Мы вместе"));
    CHECK(has(first, "Мои три картинки:"));
    CHECK_FALSE(has(first, "46929863218"));
    CHECK_FALSE(has(first, "…"));  // shrunk, not cut
    CHECK(has(run("pdftotext -f 2 -raw " + path + " -"), "46929863218"));
    CHECK(has(run("pdffonts " + path), "Inter"));
}

TEST_CASE("The twelve pictures are told apart by their names in both languages") {
    for (const auto language : {domain::Language::russian, domain::Language::english}) {
        std::set<std::string> names;
        for (int i = 0; i < domain::kPictureCount; ++i) names.insert(reports::picture_name(i, *world::texts(language)));
        CHECK(names.size() == domain::kPictureCount);
        CHECK(names.count("") == 0);
    }
}

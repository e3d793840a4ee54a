#include "tests/unit/roster_matching/two_schools.h"

using namespace matching_test;

// Who of a kiosk's people is whom of the school's.

TEST_CASE("Full name and birth date make the same person, also in another class, whatever ё and е") {
    TwoSchools two;
    two.school.add({"Сёмина", "Алёна", "Петровна"}, domain::ClassName{6, "А"}, born(2014, 3, 12));
    two.school.add({"Ким", "Лев", "Ильич"}, domain::ClassName{9, "Б"}, born(2011, 5, 2));
    two.brought.add({"Ким", "Лев", "Ильич"}, domain::ClassName{9, "Б"}, born(2011, 5, 2));
    two.brought.add({"Семина", "Алена", "Петровна"}, domain::ClassName{5, "А"}, born(2014, 3, 12));
    CHECK(two.people() == Told{"same s2", "same s1"});
    const auto matching = two.match();
    CHECK(matching.doubtful() == 0);
    CHECK(matching.people[1].differs ==
          std::vector{Differs::name, Differs::class_name, Differs::pictures, Differs::code});
    CHECK(matching.people[0].differs == std::vector{Differs::pictures, Differs::code});
}

TEST_CASE("Where a birth date is missing on either side the class decides, and a teacher has none") {
    TwoSchools two;
    two.school.add({"Ким", "Лев", "Ильич"}, domain::ClassName{9, "Б"}, born(2011, 5, 2));
    two.school.add({"Оюн", "Ася", ""}, domain::ClassName{3, ""});
    two.school.add({"Полевая", "Ника", "Романовна"}, std::nullopt);
    two.brought.add({"Ким", "Лев", "Ильич"}, domain::ClassName{9, "Б"});
    two.brought.add({"Оюн", "Ася", ""}, domain::ClassName{3, ""}, born(2017, 1, 1));
    two.brought.add({"Полевая", "Ника", "Романовна"}, std::nullopt, born(1980, 1, 1));
    CHECK(two.people() == Told{"same s1", "same s2", "same s3"});
}

TEST_CASE("A child who moved up a class is doubtful where no birth date tells") {
    TwoSchools two;
    two.school.add({"Ким", "Лев", "Ильич"}, domain::ClassName{6, "А"});
    two.brought.add({"Ким", "Лев", "Ильич"}, domain::ClassName{5, "А"});
    CHECK(two.people() == Told{"doubtful s1"});
    CHECK(two.people({{"b1", "s1"}}) == Told{"same s1"});
    CHECK(two.match({{"b1", "s1"}}).people[0].is_decided);
    CHECK(two.people({{"b1", ""}}) == Told{"new"});
}

TEST_CASE("Twins are two people") {
    TwoSchools two;
    const auto twin = [](Side& side, const std::string& name) {
        side.add({"Ли", name, "Олегович"}, domain::ClassName{5, "А"}, born(2015, 7, 1));
    };
    twin(two.school, "Игорь");
    twin(two.school, "Глеб");
    twin(two.brought, "Глеб");
    CHECK(two.people() == Told{"same s2"});
    // Only the other one is there.
    TwoSchools apart;
    twin(apart.school, "Игорь");
    twin(apart.brought, "Глеб");
    CHECK(apart.people() == Told{"new"});
}

TEST_CASE("Namesakes of one class are told apart by the birth date, and else a person has to") {
    TwoSchools two;
    const auto namesake = [](Side& side, std::optional<domain::LocalDate> date) {
        side.add({"Ким", "Лев", "Ильич"}, domain::ClassName{5, "А"}, date);
    };
    namesake(two.school, born(2015, 1, 1));
    namesake(two.school, born(2015, 2, 2));
    namesake(two.brought, born(2015, 2, 2));
    namesake(two.brought, std::nullopt);
    CHECK(two.people() == Told{"same s2", "same s1"});  // one is left here and one there

    TwoSchools unknown;
    namesake(unknown.school, std::nullopt);
    namesake(unknown.school, std::nullopt);
    namesake(unknown.brought, std::nullopt);
    CHECK(unknown.people() == Told{"doubtful s1 s2"});
    CHECK(unknown.people({{"b1", "s2"}}) == Told{"same s2"});

    TwoSchools claimed;  // two that claim one
    namesake(claimed.school, std::nullopt);
    namesake(claimed.brought, std::nullopt);
    namesake(claimed.brought, std::nullopt);
    CHECK(claimed.people() == Told{"doubtful s1", "doubtful s1"});
    CHECK(claimed.people({{"b2", "s1"}}) == Told{"new", "same s1"});

    TwoSchools mistyped;  // one of the dates may be wrong
    namesake(mistyped.school, born(2015, 1, 1));
    namesake(mistyped.brought, born(2015, 1, 11));
    CHECK(mistyped.people() == Told{"doubtful s1"});
}

TEST_CASE("A namesake of another class who was born on another day is somebody else") {
    TwoSchools two;
    two.school.add({"Ким", "Лев", "Ильич"}, domain::ClassName{5, "А"}, born(2015, 1, 1));
    two.brought.add({"Ким", "Лев", "Ильич"}, domain::ClassName{7, "А"}, born(2013, 1, 1));
    CHECK(two.people() == Told{"new"});
}

TEST_CASE("A changed surname or a misspelt word is doubtful where the birth date is the same, and else new") {
    TwoSchools two;
    two.school.add({"Романова", "Вера", "Игоревна"}, domain::ClassName{8, "А"}, born(2012, 4, 4));
    two.school.add({"Ли", "Ирина", "Павловна"}, domain::ClassName{8, "А"}, born(2012, 6, 6));
    two.brought.add({"Котова", "Вера", "Игоревна"}, domain::ClassName{8, "А"}, born(2012, 4, 4));
    two.brought.add({"Ли", "Ирина", "Павлова"}, domain::ClassName{8, "А"}, born(2012, 6, 6));
    two.brought.add({"Шубина", "Вера", "Игоревна"}, domain::ClassName{8, "А"});
    CHECK(two.people() == Told{"doubtful s1", "doubtful s2", "new"});
}

TEST_CASE("Without a patronymic on one side surname and given name do, but never against another patronymic") {
    TwoSchools two;
    two.school.add({"Ким", "Лев", "Ильич"}, domain::ClassName{5, "А"}, born(2015, 1, 1));
    two.school.add({"Оюн", "Ася", "Эресовна"}, domain::ClassName{3, ""});
    two.school.add({"Ли", "Яна", "Олеговна"}, domain::ClassName{4, ""});
    two.brought.add({"Ким", "Лев", ""}, domain::ClassName{4, "А"}, born(2015, 1, 1));
    two.brought.add({"Оюн", "Ася", ""}, domain::ClassName{3, ""});
    two.brought.add({"Ли", "Яна", "Ивановна"}, domain::ClassName{4, ""});
    CHECK(two.people() == Told{"same s1", "same s2", "new"});
}

TEST_CASE("A pupil and a teacher of one name are never taken for each other without a word") {
    TwoSchools two;
    two.school.add({"Ким", "Лев", "Ильич"}, std::nullopt);
    two.brought.add({"Ким", "Лев", "Ильич"}, domain::ClassName{11, "А"});
    CHECK(two.people() == Told{"doubtful s1"});
}

TEST_CASE("Ids and aliases that the school knows stand above names, and a decision for nobody is passed over") {
    TwoSchools two;
    two.school.add({"Ким", "Лев", "Ильич"}, domain::ClassName{5, "А"}, born(2015, 1, 1));
    two.school.add({"Ли", "Яна", "Олеговна"}, domain::ClassName{4, ""});
    two.school.roster.aliases.add(domain::PersonId{"b1"}, domain::PersonId{"s2"});
    two.brought.add({"Ким", "Лев", "Ильич"}, domain::ClassName{5, "А"}, born(2015, 1, 1));
    two.brought.add({"Ли", "Яна", "Олеговна"}, domain::ClassName{4, ""});
    two.brought.roster.people[1].id.value = "s1";
    CHECK(two.people() == Told{"same s2", "same s1"});
    CHECK(two.people({{"b1", "s1"}, {"s1", ""}}) == Told{"same s2", "same s1"});

    TwoSchools gone;
    gone.school.add({"Ли", "Яна", "Олеговна"}, domain::ClassName{4, ""});
    gone.brought.add({"Ким", "Лев", "Ильич"}, domain::ClassName{5, "А"});
    CHECK(gone.people({{"b1", "s9"}, {"b7", "s1"}}) == Told{"new"});
}

TEST_CASE("The order of the lists changes nothing") {
    std::mt19937_64 engine{7};
    for (int round = 0; round < 50; ++round) {
        TwoSchools two;
        const std::vector<std::string> names{"Лев", "Ася", "Яна"};
        for (Side* side : {&two.school, &two.brought}) {
            for (int i = 0; i < 12; ++i) {
                const auto date = engine() % 3 == 0 ? std::nullopt : std::optional{born(2015, 1, 1 + engine() % 2)};
                side->add({engine() % 2 == 0 ? "Ким" : "Ли", names[engine() % 3], engine() % 3 == 0 ? "" : "Ильич"},
                          domain::ClassName{static_cast<int>(4 + engine() % 2), ""}, date);
            }
        }
        const auto told_by = [](const TwoSchools& schools) {
            std::map<std::string, std::string> told;
            const auto people = schools.people();
            for (std::size_t i = 0; i < people.size(); ++i) {
                std::string text = people[i];
                // Who is possible stands in the order of the school's list.
                std::vector<std::string> words;
                for (std::size_t at = 0; at < text.size();) {
                    const auto end = std::min(text.find(' ', at), text.size());
                    words.push_back(text.substr(at, end - at));
                    at = end + 1;
                }
                std::sort(words.begin(), words.end());
                text.clear();
                for (const auto& word : words) text += word + ' ';
                told.emplace(schools.brought.roster.people[i].id.value, text);
            }
            return told;
        };
        const auto before = told_by(two);
        std::shuffle(two.school.roster.people.begin(), two.school.roster.people.end(), engine);
        std::shuffle(two.brought.roster.people.begin(), two.brought.roster.people.end(), engine);
        CHECK(told_by(two) == before);
    }
}

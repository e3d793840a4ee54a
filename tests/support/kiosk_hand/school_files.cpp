#include "tests/support/kiosk_hand/school_files.h"

#include <array>
#include <fstream>
#include <stdexcept>

namespace support {
namespace {

constexpr std::array kSurnames{"Абрамов", "Белов", "Власов", "Громов", "Дёмин", "Ершов", "Жуков", "Зимин", "Исаев",
                               "Климов", "Лапин", "Марков", "Носов", "Орлов", "Панов", "Рогов", "Сомов", "Титов",
                               "Уваров", "Фомин", "Хохлов", "Чехов", "Шилов", "Юдин", "Яшин"};
constexpr std::array kGiven{"Алексей", "Артём", "Борис", "Вадим", "Глеб", "Денис", "Егор", "Захар", "Иван", "Кирилл",
                            "Лев", "Максим", "Никита", "Олег", "Павел", "Роман", "Семён", "Тимур", "Фёдор", "Юрий"};
constexpr std::array kPatronymics{"Алексеевич", "Артёмович", "Борисович", "Вадимович", "Глебович", "Денисович",
                                  "Егорович", "Захарович", "Иванович", "Кириллович", "Львович", "Максимович",
                                  "Никитич", "Олегович", "Павлович", "Романович", "Семёнович", "Тимурович",
                                  "Фёдорович", "Юрьевич"};
constexpr std::array kLetters{"А", "Б", "В", "Г", "Д", "Е", "Ж", "З", "И", "К", "Л", "М", "Н", "П", "Р", "С", "Т", "У"};
constexpr int kMostPeople = 10'000;
constexpr int kMostOfAClass = 60;

std::string name_of(int index) {
    const auto i = static_cast<std::size_t>(index);
    return std::string(kSurnames[i % kSurnames.size()]) + " " + kGiven[i / kSurnames.size() % kGiven.size()] + " " +
           kPatronymics[i / kSurnames.size() / kGiven.size() % kPatronymics.size()];
}

// Even people are mentors of grades 9 to 11, odd ones mentees of grades 5 to 8; classes are filled one after another.
std::string class_of(int index) {
    const bool mentor = index % 2 == 0;
    const int number = index / 2 / kMostOfAClass, grades = mentor ? 3 : 4, first = mentor ? 9 : 5;
    const auto letter = static_cast<std::size_t>(number / grades);
    // Beyond the alphabet, two letters: 9А ... 9У, 9АА, 9БА ...
    return std::to_string(first + number % grades) + kLetters[letter % kLetters.size()] +
           (letter < kLetters.size() ? "" : kLetters[letter / kLetters.size() - 1]);
}

}  // namespace

SchoolFiles write_school(const std::filesystem::path& folder, int people, const std::string& date) {
    if (people > kMostPeople || people % 2 != 0) throw std::runtime_error("a school of up to 10,000 people, in pairs");
    std::filesystem::create_directories(folder);
    SchoolFiles school{{folder / "people.csv", folder / "groups.csv", folder / "meetings.csv", folder / "cards.csv"}, {}};
    std::ofstream of_people(school.files[0]), groups(school.files[1]), meetings(school.files[2]), cards(school.files[3]);
    of_people << "№;ФИО;Класс;Категория;Дата согласия на обработку ПДн;Кто подписал согласие\n";
    groups << "№ пары/группы;Форма;Вариант;Наставник;Класс наставника;Наставляемый;Класс наставляемого;Основной запрос;"
              "Дата вхождения;№ приказа\n";
    meetings << "№ пары/группы;Дата;Начало;Окончание;Место;Вид встречи;Тема\n";
    cards << "ФИО;Класс;Номер карты\n";
    for (int i = 0; i < people; ++i) {
        school.cards.push_back(std::to_string(70'000'000 + i));
        of_people << i + 1 << ';' << name_of(i) << ';' << class_of(i) << ";Обучающийся;01.09.2026;родитель\n";
        cards << name_of(i) << ';' << class_of(i) << ';' << school.cards.back() << '\n';
        if (i % 2 != 0) continue;
        const int group = i / 2 + 1;
        groups << group << ";Ученик–ученик;успевающий – неуспевающий;" << name_of(i) << ';' << class_of(i) << ';'
               << name_of(i + 1) << ';' << class_of(i + 1) << ";Физика;01.09.2026;214\n";
        meetings << group << ';' << date << ";08:00;20:00;207;Рабочая;Физика\n";
    }
    if (!of_people || !groups || !meetings || !cards) throw std::runtime_error("cannot write the school's files");
    return school;
}

}  // namespace support

#pragma once

#include "app/eventlog/sealing.h"
#include "app/school_settings/text.h"

namespace school_settings_test {

inline eventlog::KeyPair acceptor(std::uint8_t seed = 5) {
    return eventlog::make_kiosk_key([seed](std::span<std::uint8_t> bytes) {
        for (std::uint8_t& byte : bytes) byte = seed;
    });
}

// One form, `kinds` of meetings and the four tags of each audience.
inline std::vector<catalogue::CatalogueFile> catalogue_files(const std::vector<std::string>& kinds = {"Экскурсия"}) {
    const std::string head = "version = 1\nsource = \"выдумано\"\nconfirmed = false\n";
    const std::string both = R"({ ru = "Ученик", en = "Pupil" })";
    const std::string form = "kind = \"form\"\n" + head + "id = \"pairs\"\nname = " + both +
                             "\n[[variants]]\nid = \"one\"\nname = " + both + "\nmentor_role = " + both +
                             "\nmentee_role = " + both + "\n";
    std::string meetings = "kind = \"meeting-kinds\"\n" + head;
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        meetings += "[[meeting_kinds]]\nid = \"kind-" + std::to_string(i) + "\"\nname = { ru = \"" + kinds[i] +
                    "\", en = \"Outing\" }\n";
    }
    std::string tags = "kind = \"rating-tags\"\n" + head;
    for (const char* audience : {"pupil_mentee", "pupil_mentor", "teacher_mentee", "teacher_mentor"}) {
        for (int i = 0; i < 4; ++i) {
            tags +=
                std::string{"[[tags."} + audience + "]]\nid = \"t" + std::to_string(i) + "\"\ntext = " + both + "\n";
        }
    }
    return {{"10-form.toml", form}, {"70-kinds.toml", meetings}, {"80-tags.toml", tags}};
}

// 1234, at no cost.
inline const std::string& pin_hash() {
    static const std::string hash = *eventlog::hash_pin("1234", eventlog::Stretching::tests);
    return hash;
}

inline school_settings::Content example() {
    school_settings::Content content;
    content.school = "school1";
    content.kiosk.value = "kiosk1";
    content.number = 7;
    content.values = {{domain::SettingKey::find_by, "code"},
                      {domain::SettingKey::sound, "off"},
                      {domain::SettingKey::school_name, "Школа № 12"}};
    content.pin_hash = pin_hash();
    content.pin_number = 3;
    content.files = catalogue_files();
    return content;
}

}  // namespace school_settings_test

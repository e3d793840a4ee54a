#pragma once

#include <string>

#include "app/domain/setting.h"
#include "app/i18n/texts.h"

// Settings in sentences, for whoever sets them: the command, the server's commands and its pages.
namespace i18n {

// What it is, as in "check-in opens so many minutes before the start".
[[nodiscard]] std::string explain(domain::SettingKey key, const Texts& texts);
// Why `value` was not taken for `key`: a sentence.
[[nodiscard]] std::string sentence_of(const domain::SettingRefusal& refusal, domain::SettingKey key,
                                      const std::string& value, const Texts& texts);

}  // namespace i18n

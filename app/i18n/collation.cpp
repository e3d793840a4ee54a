#include "app/i18n/collation.h"

#include <unicode/coll.h>
#include <unicode/locid.h>
#include <unicode/stringpiece.h>

#include "platform/base/check.h"

namespace i18n {
namespace {

class IcuCollation final : public Collation {
  public:
    explicit IcuCollation(std::unique_ptr<icu::Collator> collator) : collator_(std::move(collator)) {}
    int compare(std::string_view a, std::string_view b) const override {
        UErrorCode error = U_ZERO_ERROR;
        return collator_->compareUTF8(icu::StringPiece(a.data(), static_cast<int>(a.size())),
                                      icu::StringPiece(b.data(), static_cast<int>(b.size())), error);
    }

  private:
    std::unique_ptr<icu::Collator> collator_;
};

}  // namespace

std::unique_ptr<const Collation> Collation::load(domain::Language language) {
    UErrorCode error = U_ZERO_ERROR;
    std::unique_ptr<icu::Collator> collator(
        icu::Collator::createInstance(icu::Locale(language == domain::Language::russian ? "ru" : "en"), error));
    VS_CHECK(U_SUCCESS(error) && collator);
    collator->setAttribute(UCOL_NUMERIC_COLLATION, UCOL_ON, error);
    VS_CHECK(U_SUCCESS(error));
    return std::make_unique<const IcuCollation>(std::move(collator));
}

}  // namespace i18n

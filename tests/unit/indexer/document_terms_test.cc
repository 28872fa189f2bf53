#include "indexer/document_terms.h"

#include <catch2/catch.hpp>

#include "schema/index/index_layout.h"
#include "tests/support/words.h"

namespace doorstep::indexer {
namespace {

using index::FieldHits;

const domain::Gazetteer& gazetteer() {
  static const domain::Gazetteer gazetteer({{.id = "340104001001",
                                             .name = "三里庵社区居委会",
                                             .street = "三里庵街道",
                                             .district = "蜀山区",
                                             .centre = {31.85, 117.25},
                                             .accuracy_m = 700}});
  return gazetteer;
}

PostingDocument build(domain::Posting posting) {
  posting.id = "p1";
  return DocumentBuilder(testing::Words::shared().language, gazetteer()).build(posting);
}

// 0: not there.
std::uint32_t hits(const PostingDocument& document, const std::string& term) {
  const auto found = document.terms.find(term);
  return found == document.terms.end() ? 0 : found->second;
}

domain::Posting titled(std::string title) {
  domain::Posting posting;
  posting.title = std::move(title);
  return posting;
}

domain::Posting described(std::string description) {
  domain::Posting posting = titled("x");
  posting.description = std::move(description);
  return posting;
}

}  // namespace

TEST_CASE("a term says in which fields it is") {
  domain::Posting posting = titled("保洁");
  CHECK(hits(build(posting), "W保洁") == FieldHits::kTitle);
  posting.company = "保洁公司";
  posting.tags = {"保洁"};
  posting.address = "保洁路";
  posting.description = "保洁";
  CHECK(hits(build(posting), "W保洁") ==
        FieldHits::kTitle + FieldHits::kTags + FieldHits::kCompany + FieldHits::kPlace + FieldHits::kDescription);
}

TEST_CASE("tags, benefits, groups and employment type are one field") {
  domain::Posting posting = titled("x");
  posting.tags = {"夜班"};
  posting.welfare = {"包吃"};
  posting.groups = {"妇女"};
  posting.employment_type = "兼职";
  const auto document = build(posting);

  for (const char* word : {"W夜班", "W包吃", "W妇女", "W兼职"}) CHECK(hits(document, word) == FieldHits::kTags);
  CHECK(hits(document, "S班包") == 0);
  CHECK(hits(document, "W班包") == 0);
}

TEST_CASE("occurrences in the description are counted to three") {
  CHECK(hits(build(described("保洁。")), "W保洁") == FieldHits::kDescription);
  CHECK(hits(build(described("保洁。保洁。")), "W保洁") == 2 * FieldHits::kDescription);
  CHECK(hits(build(described("保洁。保洁。保洁。保洁。保洁。")), "W保洁") == 3 * FieldHits::kDescription);
}

TEST_CASE("a posting is found by the community, street and district it lies in") {
  domain::Posting posting = titled("x");
  posting.place = domain::Place{{}, domain::Precision::kCommunity, 700, "340104001001"};
  const auto document = build(posting);

  CHECK(hits(document, "W三里庵") == FieldHits::kPlace);
  CHECK(hits(document, "W蜀山区") == FieldHits::kPlace);
}

TEST_CASE("bigrams across words are indexed where exact looks, under a prefix of their own, and nowhere else") {
  CHECK(hits(build(titled("确保安全")), "S保安") == FieldHits::kTitle);
  CHECK(hits(build(titled("确保安全")), "W保安") == 0);
  CHECK(hits(build(described("确保安全")), "S保安") == FieldHits::kDescription);
  domain::Posting company = titled("x");
  company.company = "确保安全";
  CHECK(hits(build(company), "S保安") == FieldHits::kCompany);
  domain::Posting elsewhere = titled("x");
  elsewhere.tags = {"确保安全"};
  elsewhere.address = "确保安全";
  CHECK(hits(build(elsewhere), "S保安") == 0);
}

TEST_CASE("every character of a title is indexed by itself") {
  const auto document = build(titled("急聘保洁A岗"));

  for (const char* character : {"W急", "W聘", "W保", "W洁", "W岗"})
    CHECK(hits(document, character) == FieldHits::kTitle);
}

TEST_CASE("words of a title in brackets are a field of their own, which is not the trade") {
  const auto document = build(titled("保洁（可兼职）"));

  CHECK(hits(document, "W保洁") == FieldHits::kTitle);
  CHECK(hits(document, "W兼职") == FieldHits::kTitleAside);
  CHECK(hits(document, "W兼") == 0);
  CHECK(hits(build(titled("（保洁员）")), "W保洁员") == FieldHits::kTitle);
}

TEST_CASE("a character of running text is indexed by itself only where no bigram covers it") {
  CHECK(hits(build(described("我的家")), "W的") == 0);
  CHECK(hits(build(described("A班，b岗")), "W班") == FieldHits::kDescription);
  CHECK(hits(build(described("A班，b岗")), "W岗") == FieldHits::kDescription);
  domain::Posting tagged = titled("x");
  tagged.tags = {"急"};
  CHECK(hits(build(tagged), "W急") == FieldHits::kTags);
}

TEST_CASE("a posting can be asked for by its id, as given") {
  domain::Posting posting = titled("x");
  const auto document = build(posting);

  CHECK(hits(document, "Qp1") != 0);
}

TEST_CASE("no term is longer than Xapian takes, whatever is written without a space") {
  domain::Posting posting = titled(std::string(3000, 'a'));
  posting.id = std::string(128, 'z');
  posting.company = std::string(300, '1');
  for (int i = 0; i < 300; ++i) posting.description += "鑫";
  posting.tags = {std::string(1000, 'q') + "++"};
  const auto document = DocumentBuilder(testing::Words::shared().language, gazetteer()).build(posting);

  for (const auto& [term, packed] : document.terms) {
    CHECK(term.size() <= text::kMaxTermBytes + 1);
    CHECK(packed > 0);
    CHECK(packed < FieldHits::kCount);
    CHECK(term.find('\0') == std::string::npos);
  }
}

TEST_CASE("texts are kept normalised, and the description's length is in characters") {
  domain::Posting posting = titled("ＪＡＶＡ工程師");
  posting.company = "潔淨物業";
  posting.description = "打掃。a";
  const auto document = build(posting);

  CHECK(document.title == "java工程师");
  CHECK(document.company == "洁净物业");
  CHECK(document.description == "打扫。a");
  CHECK(document.description_characters == 4);
}

TEST_CASE("a posting has the concepts that its title and tags speak of, by whatever name, in their field") {
  CHECK(hits(build(titled("保洁阿姨")), "C保洁") == FieldHits::kTitle);
  CHECK(hits(build(titled("保安（可兼职）")), "C兼职") == FieldHits::kTitleAside);
  domain::Posting tagged = titled("x");
  tagged.tags = {"夜班"};
  CHECK(hits(build(tagged), "C夜班") == FieldHits::kTags);
  CHECK(hits(build(titled("确保安全")), "C保安") == 0);
  CHECK(hits(build(titled("JavaScript开发")), "Cjava") == 0);
}

TEST_CASE("a description tells concepts by the names people write, not by what they only say") {
  domain::Posting posting = titled("文员");
  posting.description = "负责楼道保洁员的排班";
  CHECK(hits(build(posting), "C保洁") == FieldHits::kDescription);
  posting.description = "下班前打扫卫生";  // the duty of many
  CHECK(hits(build(posting), "C保洁") == 0);
  posting.description = "需熬夜";  // of how the work is everything said counts
  CHECK((hits(build(posting), "C夜班") & FieldHits::kDescriptionMask) == FieldHits::kDescription);
}

TEST_CASE("what a posting denies it does not have") {
  domain::Posting posting = titled("保安");
  posting.description = "不上夜班";
  CHECK(hits(build(posting), "C夜班") == 0);
  CHECK(hits(build(posting), "C不上夜班") == FieldHits::kDescription);
}

TEST_CASE("a narrower concept counts as the broader, and as the broader itself where its name says so") {
  const auto lorry = build(titled("货车司机"));
  CHECK(hits(lorry, "C货车司机") == FieldHits::kTitle);
  CHECK(hits(lorry, "C司机") == FieldHits::kTitle);
  CHECK(hits(lorry, "N司机") == 0);
  const auto nanny = build(titled("月嫂"));
  CHECK(hits(nanny, "C月嫂") == FieldHits::kTitle);
  CHECK(hits(nanny, "N家政") == FieldHits::kTitle);
  CHECK(hits(nanny, "C家政") == 0);
}

TEST_CASE("how the worker is called does not say who is wanted") {
  CHECK(hits(build(titled("日常保洁 阿姨")), "C妇女") == 0);
  CHECK(hits(build(titled("保洁员(女性优先)")), "C妇女") != 0);
}

TEST_CASE("what fields of their own state is a concept, however they word it") {
  domain::Posting posting = titled("x");
  posting.pay.unit = domain::PayUnit::kDay;
  posting.experience.min_years = 0;
  posting.education = domain::Education::kAny;
  const auto stated = build(posting);
  CHECK(hits(stated, "C日薪") == FieldHits::kTags);
  CHECK(hits(stated, "C经验不限") == FieldHits::kTags);
  CHECK(hits(stated, "C学历不限") == FieldHits::kTags);
  CHECK(hits(build(titled("x")), "C经验不限") == 0);
}

TEST_CASE("a posting has the places it lies at, and those that its address and title name") {
  domain::Posting posting = titled("x");
  posting.place = domain::Place{{}, domain::Precision::kCommunity, 700, "340104001001"};
  const auto lies = build(posting);
  for (const char* key : {"P三里庵社区", "P三里庵街道", "P蜀山"}) CHECK(hits(lies, key) == FieldHits::kPlace);
  domain::Posting named = titled("高新区前台");
  named.address = "之心城3楼";
  CHECK(hits(build(named), "P高新") == FieldHits::kTitle);
  CHECK(hits(build(named), "P之心城") == FieldHits::kPlace);
  named.address = "三里庵路3号";
  CHECK(hits(build(named), "P三里庵街道") == 0);
}

TEST_CASE("postings of one employer have one number, however its name is spaced, and without a name none") {
  domain::Posting posting = titled("x");
  CHECK(build(posting).employer == index::kNoEmployer);
  posting.company = "洁净物业（合肥）有限公司";
  const std::uint32_t number = build(posting).employer;
  CHECK(number != index::kNoEmployer);
  posting.company = "洁净物业 (合肥) 有限公司";
  CHECK(build(posting).employer == number);
  posting.company = "别家物业";
  CHECK(build(posting).employer != number);
  posting.company = "！？";
  CHECK(build(posting).employer == index::kNoEmployer);
}

}  // namespace doorstep::indexer

package dev.delegationledger.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The verdict on every file of JSONTestSuite. */
class JsonTestSuiteTest {
  private static final String ENCODING = "encoding check failed: expected UTF-8, got another byte";
  private static final String BOM = "encoding check failed: expected no byte order mark, got one";
  private static final String NOT_JSON =
      "syntax check failed: expected JSON (RFC 8259), got something else";
  private static final String DUPLICATE =
      "syntax check failed: expected each member once, got a second one of the same name";
  private static final String SURROGATE =
      "syntax check failed: expected escaped surrogates in pairs, got one alone";
  private static final String BOUNDS =
      "syntax check failed: expected a number within the bounds, got one outside them";
  private static final String TOO_LONG =
      "syntax check failed: expected a number of at most 128 characters, got more";
  private static final String DEPTH =
      "syntax check failed: expected at most " + Json.MAX_DEPTH + " levels of nesting, got more";

  @Test
  void textsThatMustBeAccepted_areAcceptedButForDuplicateNames() throws IOException {
    Map<String, String> verdicts = verdicts("test_parsing", "y_");
    assertThat(verdicts).hasSize(95);
    verdicts.values().removeIf(verdict -> !verdict.contains("check failed"));
    assertThat(verdicts)
        .containsOnly(
            entry("y_object_duplicated_key", DUPLICATE),
            entry("y_object_duplicated_key_and_value", DUPLICATE));
  }

  @Test
  void textsThatMustBeRefused_areRefused() throws IOException {
    Map<String, String> verdicts = verdicts("test_parsing", "n_");
    assertThat(verdicts).hasSize(188);
    assertThat(verdicts)
        .allSatisfy((name, verdict) -> assertThat(verdict).contains("check failed"));
  }

  @Test
  void textsThatAreLeftOpen_haveTheseVerdicts() throws IOException {
    assertThat(verdicts("test_parsing", "i_"))
        .containsOnly(
            entry("i_number_double_huge_neg_exp", BOUNDS),
            entry("i_number_huge_exp", TOO_LONG),
            entry("i_number_neg_int_huge_exp", BOUNDS),
            entry("i_number_pos_double_huge_exp", BOUNDS),
            entry("i_number_real_neg_overflow", BOUNDS),
            entry("i_number_real_pos_overflow", BOUNDS),
            entry("i_number_real_underflow", BOUNDS),
            entry("i_number_too_big_neg_int", "[-1.23123123123123123123123123123e+29]"),
            entry("i_number_too_big_pos_int", "[100000000000000000000]"),
            entry("i_number_very_big_negative_int", BOUNDS),
            entry("i_object_key_lone_2nd_surrogate", NOT_JSON),
            entry("i_string_1st_surrogate_but_2nd_missing", SURROGATE),
            entry("i_string_1st_valid_surrogate_2nd_invalid", SURROGATE),
            entry("i_string_UTF-16LE_with_BOM", ENCODING),
            entry("i_string_UTF-8_invalid_sequence", ENCODING),
            entry("i_string_UTF8_surrogate_U+D800", ENCODING),
            entry("i_string_incomplete_surrogate_and_escape_valid", SURROGATE),
            entry("i_string_incomplete_surrogate_pair", SURROGATE),
            entry("i_string_incomplete_surrogates_escape_valid", SURROGATE),
            entry("i_string_invalid_lonely_surrogate", SURROGATE),
            entry("i_string_invalid_surrogate", SURROGATE),
            entry("i_string_invalid_utf-8", ENCODING),
            entry("i_string_inverted_surrogates_U+1D11E", SURROGATE),
            entry("i_string_iso_latin_1", ENCODING),
            entry("i_string_lone_second_surrogate", SURROGATE),
            entry("i_string_lone_utf8_continuation_byte", ENCODING),
            entry("i_string_not_in_unicode_range", ENCODING),
            entry("i_string_overlong_sequence_2_bytes", ENCODING),
            entry("i_string_overlong_sequence_6_bytes", ENCODING),
            entry("i_string_overlong_sequence_6_bytes_null", ENCODING),
            entry("i_string_truncated-utf-8", ENCODING),
            entry("i_string_utf16BE_no_BOM", ENCODING),
            entry("i_string_utf16LE_no_BOM", ENCODING),
            entry("i_structure_500_nested_arrays", DEPTH),
            entry("i_structure_UTF-8_BOM_empty_object", BOM));
  }

  @Test
  void textsThatParsersTransform_keepTheirMeaningOrAreRefused() throws IOException {
    assertThat(verdicts("test_transform", ""))
        .containsOnly(
            entry("number_-9223372036854775808", "[-9223372036854775808]"),
            entry("number_-9223372036854775809", "[-9223372036854775809]"),
            entry("number_1.0", "[1]"),
            entry("number_1.000000000000000005", "[1.000000000000000005]"),
            entry("number_1000000000000000", "[1000000000000000]"),
            entry("number_10000000000000000999", "[10000000000000000999]"),
            entry("number_1e-999", BOUNDS),
            entry("number_1e6", "[1000000]"),
            entry("number_9223372036854775807", "[9223372036854775807]"),
            entry("number_9223372036854775808", "[9223372036854775808]"),
            entry("object_key_nfc_nfd", "{\"e\u0301\":\"NFD\",\"\u00e9\":\"NFC\"}"),
            entry("object_key_nfd_nfc", "{\"e\u0301\":\"NFD\",\"\u00e9\":\"NFC\"}"),
            entry("object_same_key_different_values", DUPLICATE),
            entry("object_same_key_same_value", DUPLICATE),
            entry("object_same_key_unclear_values", DUPLICATE),
            entry("string_1_escaped_invalid_codepoint", SURROGATE),
            entry("string_1_invalid_codepoint", ENCODING),
            entry("string_2_escaped_invalid_codepoints", SURROGATE),
            entry("string_2_invalid_codepoints", ENCODING),
            entry("string_3_escaped_invalid_codepoints", SURROGATE),
            entry("string_3_invalid_codepoints", ENCODING),
            entry("string_with_escaped_NULL", "[\"A\\u0000B\"]"));
  }

  /** By file name without its ending: the canonical form, or the message without its offset. */
  private static SortedMap<String, String> verdicts(String folder, String prefix)
      throws IOException {
    SortedMap<String, String> verdicts = new TreeMap<>();
    for (Map.Entry<String, byte[]> file : SharedVectors.folder("json/" + folder).entrySet()) {
      if (file.getKey().startsWith(prefix)) {
        verdicts.put(file.getKey().replace(".json", ""), verdict(file.getValue()));
      }
    }
    return verdicts;
  }

  private static String verdict(byte[] text) {
    try {
      return Json.canonicalText(Json.parse(text, Integer.MAX_VALUE));
    } catch (JsonException e) {
      return String.valueOf(e.getMessage()).replaceAll(" at byte \\d+$", "");
    }
  }
}

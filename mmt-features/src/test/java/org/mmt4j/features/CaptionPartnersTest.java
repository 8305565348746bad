package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptionPartnersTest {

  @Test
  void theSameIdComesFirst() {
    CaptionPartners partners =
        CaptionPartners.of(List.of("a.mp4", "a", "b.mp4"), Set.of("a", "a.mp4", "b", "b.mp4"));
    assertEquals(Map.of("a.mp4", "a.mp4", "a", "a", "b.mp4", "b.mp4"), partners.featuresOf());
    assertEquals(List.of("b"), partners.withoutCaptions());
    assertEquals(List.of(), partners.notes());
  }

  @Test
  void endingsOfVideoFilesAreIgnored() {
    CaptionPartners partners =
        CaptionPartners.of(
            List.of("b", "cat/1.MKV", "x.997", "c"), Set.of("b.mp4", "cat/1", "x", "c"));
    assertEquals(
        List.of(Map.entry("b", "b.mp4"), Map.entry("cat/1.MKV", "cat/1"), Map.entry("c", "c")),
        List.copyOf(partners.featuresOf().entrySet()));
    assertEquals(List.of("x.997"), partners.withoutFeatures());
    assertEquals(
        List.of(
            "the ids of 2 of 3 videos differ from those of their features in the ending, such as b"
                + " and b.mp4"),
        partners.notes());
  }

  @Test
  void anEndingThatIsAmbiguousIsNotIgnored() {
    CaptionPartners partners = CaptionPartners.of(List.of("a.mp4", "a.avi"), Set.of("a"));
    assertEquals(Map.of(), partners.featuresOf());
    assertEquals(
        List.of(
            "2 of 2 videos with captions have no features, such as a.mp4, a.avi",
            "1 of 1 videos with features have no captions, such as a",
            "2 of them are spelled differently, such as a.mp4 (captions) and a (features), which"
                + " differ in ending, folder or case; expected the same id"),
        partners.losses());
  }

  @ParameterizedTest
  @CsvSource({
    "Dog, dog, upper and lower case",
    "caf\u00e9, cafe\u0301, Unicode normalization",
    "videos/dog, dog, their folder",
    "C:\\videos\\dog, dog, their folder",
    "videos/Dog.mp4, dog, 'ending, folder or case'"
  })
  void otherSpellingsAreReportedWithAnExample(String caption, String feature, String difference) {
    CaptionPartners partners =
        CaptionPartners.of(List.of("a", "lost", caption), Set.of("a", "rest", feature));
    assertEquals(Map.of("a", "a"), partners.featuresOf());
    assertEquals(
        "1 of them are spelled differently, such as %s (captions) and %s (features), which differ in %s; expected the same id"
            .formatted(caption, feature, difference),
        partners.losses().get(2));
    assertEquals(
        "2 of 3 videos with captions have no features, such as lost, " + caption,
        partners.losses().get(0));
  }

  @Test
  void theFirstThreeIdsWithoutPartnerAreNamed() {
    CaptionPartners partners =
        CaptionPartners.of(List.of("a", "b", "c", "d", "e"), new TreeSet<>(Set.of("e", "f")));
    assertEquals(
        List.of(
            "4 of 5 videos with captions have no features, such as a, b, c",
            "1 of 2 videos with features have no captions, such as f"),
        partners.losses());
  }

  @Test
  void nothingIsReportedIfAllHavePartners() {
    assertEquals(List.of(), CaptionPartners.of(List.of("a"), Set.of("a")).losses());
  }
}

package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VideoIdsTest {

  private static final Path FOLDER = Path.of("features");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        ".abc | , without a dot at its start",
        "ab..c | , without two dots in a row (at character 3)",
        "a\"bc | , without \" (at character 2)",
        "a/bc | , without / (at character 2)",
        "`a\nbc` | , without U+000A (at character 2)",
        "\ud83d\ude00a:b | , without : (at character 3)",
        "ab\ud83d | , without U+D83D (at character 3)",
        "`` | ``"
      })
  void messageNamesTheBrokenRule(String id, String rule) {
    assertEquals(Optional.of("expected a safe file name" + rule), VideoIds.problem(id));
    assertEquals(VideoIds.problem(id), PublishedPath.problem(id));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "ab", "\ud83d\ude00\ud83d\ude00"})
  void publishedLayoutRejectsShortIds(String id) {
    assertTrue(VideoIds.isSafe(id));
    assertEquals(
        Optional.of("expected a safe file name of at least 3 characters, which become its folders"),
        PublishedPath.problem(id));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "video7, v/i/d/video7.h5",
        "a.b.c, a/b/a.b.c.h5",
        "1. Intro, 1/ /1. Intro.h5",
        "it's, i/t/'/it's.h5"
      })
  void firstThreeCharactersAreFolders(String id, String path) {
    assertEquals(Optional.empty(), PublishedPath.problem(id));
    assertEquals(FOLDER.resolve(path), PublishedPath.file(FOLDER, id));
  }

  @Test
  void supplementaryCharacterIsOneFolder() {
    String smile = "\ud83d\ude00";
    assertEquals(
        FOLDER.resolve(smile).resolve("a").resolve("b").resolve(smile + "ab.h5"),
        PublishedPath.file(FOLDER, smile + "ab"));
  }
}

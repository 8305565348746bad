package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmt4j.io.FileNames;

class PublishedPathTest {

  private static final Path FOLDER = Path.of("features");

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "video7010, v/i/d/video7010.h5",
        "v_zzz-3_yHuVs, v/_/z/v_zzz-3_yHuVs.h5",
        "3009_BATTLE_LOS_ANGELES_00.00.24.650-00.00.27.301,"
            + " 3/0/0/3009_BATTLE_LOS_ANGELES_00.00.24.650-00.00.27.301.h5",
        "a.b.c, a/b/a.b.c.h5",
        "1. Intro, 1/ /1. Intro.h5",
        "it's, i/t/'/it's.h5",
        "100%, 1/0/0/100%.h5",
        "My%20Video, M/y/%/My%20Video.h5"
      })
  void idsOfPublishedDataSetsAreNotEscaped(String id, String path) {
    assertPath(id, path);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "cat/000, c/a/t/cat%2F000.h5",
        "1, 1/1.h5",
        "12, 1/2/12.h5",
        "a|b, a/%7C/b/a%7Cb.h5",
        "..hidden, h/%2E.hidden.h5",
        "Wait for it... here, W/a/i/Wait for it... here.h5",
        "Q&A: what is \"pickle\"?, Q/&/A/Q&A%3A what is %22pickle%22%3F.h5",
        "a%2Fb, a/%/2/a%252Fb.h5",
        "%25, %/2/5/%2525.h5",
        "CON, C/O/N/%43ON.h5",
        "nul.tar, n/u/l/%6Eul.tar.h5",
        "console, c/o/n/console.h5",
        "., %2E.h5",
        "`a\tb`, a/%09/b/a%09b.h5"
      })
  void charactersThatAreNotSafeAreEscaped(String id, String path) {
    assertPath(id, path);
  }

  private static void assertPath(String id, String path) {
    assertEquals(Optional.empty(), PublishedPath.problem(id));
    assertEquals(FOLDER.resolve(path), PublishedPath.file(FOLDER, id));
    assertEquals(id, PublishedPath.id(FOLDER.resolve(path)));
  }

  @Test
  void supplementaryCharacterIsOneFolder() {
    String smile = "\ud83d\ude00";
    assertPath(smile + "ab", smile + "/a/b/" + smile + "ab.h5");
  }

  @Test
  void composedAndDecomposedLettersAreDifferentIds() {
    assertFalse(
        PublishedPath.file(FOLDER, "Zo\u00eb").equals(PublishedPath.file(FOLDER, "Zoe\u0308")));
  }

  @Test
  void longNameIsSplitIntoFolders() {
    String id = "x".repeat(249) + "/" + "y".repeat(300);
    assertPath(
        id,
        "x/x/x/"
            + ("x".repeat(249) + "%%-/") // also within an escape
            + ("2F" + "y".repeat(248) + "%-/")
            + ("y".repeat(52) + ".h5"));
  }

  @Test
  void namesThatTheWriterDoesNotWriteAreIdsAsTheyAre() {
    assertEquals("a|b", PublishedPath.id(Path.of("any/a|b.h5")));
    assertEquals("%41", PublishedPath.id(Path.of("%41.h5")));
    assertEquals("x", PublishedPath.id(Path.of("folder%-/x.h5")));
    assertEquals("x", PublishedPath.id(Path.of("x.h5")));
  }

  @Test
  void rejectsIdsThatAreTooLong() {
    assertEquals(
        Optional.of("expected at most 3000 bytes, found 3003"),
        PublishedPath.problem("/".repeat(1001)));
  }

  @Property
  void everyIdHasOneFileInsideTheFolder(@ForAll("ids") String id, @ForAll("ids") String other) {
    Assume.that(PublishedPath.problem(id).isEmpty() && PublishedPath.problem(other).isEmpty());
    Path file = PublishedPath.file(FOLDER, id);
    assertEquals(id, PublishedPath.id(file));
    assertEquals(file.normalize(), file);
    assertTrue(file.startsWith(FOLDER), file.toString());
    assertEquals(id.equals(other), file.equals(PublishedPath.file(FOLDER, other)));
    for (Path name : file) {
      assertTrue(FileNames.name(name).getBytes(StandardCharsets.UTF_8).length <= 255);
    }
  }

  @Provide
  Arbitrary<String> ids() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMinLength(1).ofMaxLength(300),
        Arbitraries.strings()
            .withChars("%-./\\:2579ACDEFcon\u00eb\u0308 \n\ud83d\ude00")
            .ofMinLength(1)
            .ofMaxLength(400));
  }
}

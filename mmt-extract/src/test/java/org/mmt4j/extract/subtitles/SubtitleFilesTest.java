package org.mmt4j.extract.subtitles;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubtitleFilesTest {

  @TempDir Path folder;

  @Test
  void filesWithoutLanguageThenEnglishThenOthersByName() throws IOException {
    assertFound(
        "talk.mp4",
        List.of(
            "talk.srt",
            "talk.English.srt",
            "talk.en-US.srt",
            "talk.en.vtt",
            "talk.de.ass",
            "talk.zh-Hans.vtt",
            "talk.en.forced.srt",
            "talk.smi"),
        "talk.md",
        "talk.txt",
        "other.srt",
        "talk2.srt",
        "talk-en.srt");
  }

  @Test
  void flagsAreNoLanguages() throws IOException {
    assertFound("talk.mp4", List.of("talk.sdh.srt", "talk.de.cc.srt", "talk.forced.srt"));
  }

  @Test
  void upperCaseExtensionsAndWholeNamesAreFound() throws IOException {
    assertFound("DJI_0001.MP4", List.of("DJI_0001.MP4.srt", "DJI_0001.SRT", "DJI_0001.EN.VTT"));
  }

  @Test
  void fileOfVideoWithLongerNameIsNotFound() throws IOException {
    assertFound("talk.mp4", List.of("talk.srt"), "talk.en.mp4", "talk.en.srt", "talk.en.de.srt");
  }

  @Test
  void partThatIsNoLanguageIsNotFound() throws IOException {
    assertFound("talk.mp4", List.of(), "talk.part2.srt", "talk.1.srt", "talk.v2.en.srt");
  }

  @Test
  void namesWithDotsBracketsAndSpacesAreFound() throws IOException {
    assertFound(
        "Wait.. [x] for it.1080p.mp4",
        List.of("Wait.. [x] for it.1080p.srt", "Wait.. [x] for it.1080p.en.srt"));
  }

  /** Creates files, and compares those that are found with the expected ones. */
  private void assertFound(String video, List<String> expected, String... others)
      throws IOException {
    Path file = Files.createFile(folder.resolve(video));
    for (String name : expected) {
      Files.createFile(folder.resolve(name));
    }
    for (String name : others) {
      Files.createFile(folder.resolve(name));
    }
    assertEquals(
        expected,
        SubtitleFiles.of(file).stream().map(found -> found.getFileName().toString()).toList());
  }
}

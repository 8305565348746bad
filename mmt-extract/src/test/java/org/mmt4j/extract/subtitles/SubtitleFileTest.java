package org.mmt4j.extract.subtitles;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmt4j.extract.SubtitleCue;
import org.mmt4j.extract.VideoFileException;
import org.mmt4j.fixtures.Damage;

class SubtitleFileTest {

  private static final String SRT =
      """
      1
      00:00:00,500 --> 00:00:01,500 X1:40 X2:600
      a <i>dog</i> barks

      2
      00:00:02,000 --> 00:00:03,500
      10

      Wuff &amp; wau
      """;

  private static final String VTT =
      """
      WEBVTT - a title
      Kind: captions

      STYLE
      ::cue { color: red }

      NOTE 00:00 is no time

      first
      00:00.500 --> 00:01.500 align:start position:0%
      <v Anna>a dog barks

      00:00:02.000 --> 00:00:03.000
      so<00:00:02.400><c> we</c><00:00:02.800><c> go</c>

      this is no cue
      """;

  private static final String ASS =
      """
      [Script Info]
      ScriptType: v4.00+

      [V4+ Styles]
      Format: Name, Fontname
      Style: Default,Arial

      [Events]
      Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
      Dialogue: 0,0:00:00.00,0:00:04.00,Default,,0,0,0,,{\\p1}m 0 0 l 100 0{\\p0}
      Dialogue: 1,0:00:02.00,0:00:03.50,Default,,0,0,0,,the door, \\Nopened
      Comment: 0,0:00:02.00,0:00:03.00,Default,,0,0,0,,a note
      Dialogue: 1,0:00:00.50,0:00:01.50,Default,,0,0,0,,a dog barks
      [Fonts]
      Dialogue: 1,0:00:00.50,0:00:01.50,Default,,0,0,0,,not an event
      """;

  @TempDir Path folder;

  @Test
  void readsSubRip() throws IOException {
    assertEquals(
        List.of(
            new SubtitleCue(0.5, 1.5, "a dog barks"), new SubtitleCue(2, 3.5, "10\nWuff & wau")),
        read("talk.srt", SRT));
  }

  @Test
  void readsWebVttWithTimesOfWords() throws IOException {
    assertEquals(
        List.of(
            new SubtitleCue(0.5, 1.5, "a dog barks"),
            new SubtitleCue(2, 2.4, "so"),
            new SubtitleCue(2.4, 2.8, "we"),
            new SubtitleCue(2.8, 3, "go")),
        read("talk.vtt", VTT));
  }

  @Test
  void captionsThatRollUpHaveEachWordAtItsTime() throws IOException {
    String captions =
        """
        WEBVTT
        Kind: captions
        Language: en

        00:00:00.000 --> 00:00:01.500 align:start position:0%
        \s
        today<00:00:00.400><c> we</c><00:00:00.800><c> bake</c>

        00:00:01.500 --> 00:00:01.510 align:start position:0%
        today we bake
        \s

        00:00:01.510 --> 00:00:03.000 align:start position:0%
        today we bake
        a<00:00:01.900><c> cake</c>

        00:00:03.000 --> 00:00:03.010 align:start position:0%
        a cake
        \s

        """;
    assertEquals(
        List.of(
            new SubtitleCue(0, 0.4, "today"),
            new SubtitleCue(0.4, 0.8, "we"),
            new SubtitleCue(0.8, 1.5, "bake"),
            new SubtitleCue(1.51, 1.9, "a"),
            new SubtitleCue(1.9, 3, "cake")),
        read("talk.en.vtt", captions));
  }

  @Test
  void readsAssWithoutCommentsAndDrawings() throws IOException {
    List<SubtitleCue> cues =
        List.of(
            new SubtitleCue(0.5, 1.5, "a dog barks"), new SubtitleCue(2, 3.5, "the door,\nopened"));
    assertEquals(cues, read("talk.ass", ASS));
  }

  @Test
  void readsSsaWithItsOwnFields() throws IOException {
    String ssa =
        """
        [Events]
        Format: Marked, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
        Dialogue: Marked=0,0:00:00.50,0:00:01.50,Default,,0000,0000,0000,,a dog
        """;
    assertEquals(List.of(new SubtitleCue(0.5, 1.5, "a dog")), read("talk.ssa", ssa));
  }

  @Test
  void contentDecidesFormatNotExtension() throws IOException {
    assertEquals(read("talk.ass", ASS), read("other.srt", ASS));
    assertEquals(read("talk.vtt", VTT), read("other.ssa", VTT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r", "\r\n"})
  void lineEndsOfAllSystemsAreRead(String end) throws IOException {
    for (String text : List.of(SRT, VTT, ASS)) {
      assertEquals(read("a.srt", text), read("b.srt", text.replace("\n", end)));
      assertEquals(read("a.srt", text), read("b.srt", "\ufeff" + text.replace("\n", end)));
    }
  }

  @Test
  void readsOtherEncodings() throws IOException {
    String cyrillic = "1\n00:00:00,500 --> 00:00:01,500\nСобака лает\n";
    byte[] bytes = cyrillic.getBytes(UTF_16LE);
    assertEquals(List.of(new SubtitleCue(0.5, 1.5, "Собака лает")), read("a.srt", bytes));
    byte[] windows = SRT.replace("dog", "süße").getBytes(Charset.forName("windows-1252"));
    assertEquals("a süße barks", read("a.srt", windows).get(0).text());
  }

  @Test
  void carelessTimesAreRead() throws IOException {
    assertEquals(
        List.of(
            new SubtitleCue(0, 1.5, "a"), new SubtitleCue(2.5, 3, "b"), new SubtitleCue(3, 3, "c")),
        read(
            "talk.srt",
            """
            1
            -00:00:00,500 --> 00:00:01.5
            a
            2
            0:0:2.50-->0 : 00 : 3
            b
            3
            00:00:03,000 --> 00:00:01,000
            c
            """));
  }

  @Test
  void rejectsTelemetryOfDrone() throws IOException {
    String reading = "%d\n00:00:0%d,000 --> 00:00:0%d,990\n[iso: 100] [ev: 0] [lat: 47.1%d]\n\n";
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      text.append(reading.formatted(i, i, i, i));
    }
    assertRejected(
        write("DJI.SRT", text.toString().getBytes(UTF_8)),
        "found telemetry such as \"[iso: 100] [ev: 0] [lat: 47.10]\", expected spoken text");
  }

  @Test
  void rejectsFileWithoutCue() throws IOException {
    assertRejected(write("a.srt", new byte[0]), "found no cue, expected at least one");
    assertRejected(
        write("b.srt", "<!DOCTYPE html>".getBytes(UTF_8)), "found no cue, expected at least one");
  }

  @Test
  void rejectsOtherFormatsAndFolders() throws IOException {
    assertRejected(
        write("a.smi", "<SAMI>".getBytes(UTF_8)),
        "found a format that is not read, expected .srt, .vtt, .ass or .ssa");
    assertRejected(
        Files.createDirectory(folder.resolve("b.srt")), "found no regular file, expected one");
  }

  @Test
  void rejectsHugeFileBeforeReadingIt() throws IOException {
    Path file = folder.resolve("huge.srt");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(2L << 30);
    }
    assertRejected(file, "found more than 16 MiB, expected a file of at most that size");
  }

  @Test
  @Tag("damage")
  void readsOrRejectsDamagedFiles() throws IOException {
    for (String text : List.of(SRT, VTT, ASS)) {
      for (int i = 0; i < 300; i++) {
        Path file = write("damaged.srt", Damage.any(text.getBytes(UTF_8), i));
        try {
          read(file);
        } catch (VideoFileException e) {
          assertTrue(e.problem().startsWith("subtitles damaged.srt: found"), e.problem());
        }
      }
    }
  }

  @Test
  @Tag("damage")
  void readsOrRejectsNoise() throws IOException {
    Random random = new Random(1);
    for (int i = 0; i < 100; i++) {
      byte[] noise = new byte[10_000];
      random.nextBytes(noise);
      assertRejected(write("noise.srt", noise), "found no cue, expected at least one");
    }
  }

  private List<SubtitleCue> read(String name, String text) throws IOException {
    return read(name, text.getBytes(UTF_8));
  }

  private List<SubtitleCue> read(String name, byte[] bytes) throws IOException {
    return read(write(name, bytes));
  }

  private List<SubtitleCue> read(Path file) throws VideoFileException {
    CueCollector cues =
        new CueCollector(folder.resolve("talk.mp4"), "subtitles " + file.getFileName());
    SubtitleFile.read(file, cues);
    return cues.cues(4);
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private void assertRejected(Path file, String problem) {
    Path video = folder.resolve("talk.mp4");
    VideoFileException error = assertThrows(VideoFileException.class, () -> read(file));
    assertEquals(video + ": subtitles " + file.getFileName() + ": " + problem, error.getMessage());
  }
}

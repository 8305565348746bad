package org.mmt4j.extract.subtitles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.mmt4j.extract.SubtitleCue;
import org.mmt4j.extract.VideoFileException;

class CueCollectorTest {

  private static final Path VIDEO = Path.of("talk.mp4");

  @Test
  void cuesAreTruncatedToTheVideo() throws VideoFileException {
    CueCollector cues = collector();
    cues.add(3, 359_999, "endless", Markup.TAGS);
    cues.add(-2, 1, "early", Markup.TAGS);
    cues.add(-2, -1, "before", Markup.TAGS);
    cues.add(4, 5, "after", Markup.TAGS);
    cues.add(2, 1, "reversed", Markup.TAGS);
    cues.add(Double.NaN, 1, "never", Markup.TAGS);
    cues.add(1, Double.NaN, "short", Markup.TAGS);
    assertEquals(
        List.of(
            new SubtitleCue(0, 1, "early"),
            new SubtitleCue(1, 1, "short"),
            new SubtitleCue(2, 2, "reversed"),
            new SubtitleCue(3, 4, "endless")),
        cues.cues(4));
  }

  @Test
  void unknownDurationIsAtMostOneDay() throws VideoFileException {
    CueCollector cues = collector();
    cues.add(3, 359_999, "endless", Markup.TAGS);
    assertEquals(List.of(new SubtitleCue(3, 86400, "endless")), cues.cues(0));
  }

  @Test
  void cuesAreSortedByStart() throws VideoFileException {
    CueCollector cues = collector();
    cues.add(3, 5, "third", Markup.TAGS);
    cues.add(1, 9, "first", Markup.TAGS);
    cues.add(2, 3, "second", Markup.TAGS);
    assertEquals(
        List.of("first", "second", "third"),
        cues.cues(10).stream().map(SubtitleCue::text).toList());
  }

  @Property
  void cuesAreWithinTheVideoAndSorted(@ForAll List<Double> times) throws VideoFileException {
    CueCollector cues = collector();
    for (int i = 1; i < times.size(); i++) {
      cues.add(times.get(i - 1), times.get(i), "word " + i, Markup.TAGS);
    }
    double last = 0;
    for (SubtitleCue cue : cues.cues(10)) {
      assertEquals(true, cue.start() >= last && cue.start() < 10 && cue.end() <= 10);
      last = cue.start();
    }
  }

  @Test
  void rejectsMoreWordsThanSubtitlesHave() {
    String problem = "talk.mp4: track 1: found more than 100000 words, expected at most that";
    assertEquals(problem, fill("a ".repeat(1000), 101));
    assertEquals(problem, fill("a-b ".repeat(1000), 201));
    assertEquals(problem, fill("♪".repeat(10_000), 2000));
    assertEquals(
        "talk.mp4: track 1: found telemetry such as \"a: 1, b: 2, c: 3 a: 1, b: 2, c: 3 a: 1, \", expected spoken text",
        fill("a: 1, b: 2, c: 3\n".repeat(200), 400));
  }

  @Test
  void longCaptionsThatRollUpAreRead() throws VideoFileException {
    CueCollector cues = collector();
    for (int i = 0; i < 8000; i++) {
      cues.add(i, i + 0.9, "one two three four " + i, Markup.TAGS);
      cues.add(i + 0.9, i + 1, "one two three four " + i, Markup.TAGS);
      cues.add(
          i + 1, i + 1, "one two three four " + i + "\none two three four " + (i + 1), Markup.TAGS);
    }
    assertEquals(8001, cues.cues(0).size());
  }

  @Test
  void cueOfMoreThanOneMebibyteIsSkipped() throws VideoFileException {
    CueCollector cues = collector();
    cues.add(0, 1, "a".repeat(2 << 20), Markup.TAGS);
    assertEquals(List.of(), cues.cues(10));
  }

  private static String fill(String text, int count) {
    CueCollector cues = collector();
    return assertThrows(
            VideoFileException.class,
            () -> {
              for (int i = 0; i < count; i++) {
                cues.add(i * 0.2, i * 0.2 + 0.1, text, Markup.TAGS);
              }
              cues.cues(0);
            })
        .getMessage();
  }

  private static CueCollector collector() {
    return new CueCollector(VIDEO, "track 1");
  }
}

package org.mmt4j.extract.subtitles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmt4j.extract.VideoFileException;

class UnknownEncodingTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "GBK, 一只狗在叫",
    "Big5, 一隻狗在院子裡大聲吠叫",
    "Shift_JIS, 犬が吠えている",
    "EUC-KR, 개가 짖고 있다",
    "windows-1251, собака лает",
    "KOI8-R, собака лает",
    "windows-1256, الكلب ينبح",
    "windows-1253, ο σκύλος γαβγίζει"
  })
  void textOfAnotherAlphabetIsRejected(String charset, String text) {
    VideoFileException error =
        assertThrows(VideoFileException.class, () -> read(text, Charset.forName(charset)));
    assertEquals(
        "video.mp4: talk.srt: found text of unknown encoding such as \""
            + new String(text.getBytes(Charset.forName(charset)), Charset.forName("windows-1252"))
                .replace('\u00a0', ' ')
            + "\", expected UTF-8, UTF-16 or Windows-1252; convert it to UTF-8",
        error.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "windows-1252, Schöne Grüße äöüß",
    "windows-1252, Où êtes-vous allés à Noël ?",
    "windows-1252, '¿Qué? ¡Ñandú!'",
    "windows-1252, Þú ert æðislegur",
    "UTF-8, собака лает",
    "UTF-8, 一只狗在叫"
  })
  void otherTextIsRead(String charset, String text) throws IOException {
    assertEquals(text, read(text, Charset.forName(charset)));
  }

  private String read(String text, Charset charset) throws IOException {
    Path file = folder.resolve("talk.srt");
    Files.write(file, ("1\n00:00:00,500 --> 00:00:01,500\n" + text + "\n").getBytes(charset));
    CueCollector cues = new CueCollector(Path.of("video.mp4"), "talk.srt");
    SubtitleFile.read(file, cues);
    return cues.cues(0).get(0).text();
  }
}

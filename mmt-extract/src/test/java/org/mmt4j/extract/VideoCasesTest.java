package org.mmt4j.extract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.Bytes;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.features.FeatureSource;
import org.mmt4j.features.FeatureSources;

/**
 * Videos as cameras, recorders, phones and downloads leave them, made by the programme ffmpeg
 * (Debian's package ffmpeg). Each goes through the extraction of all experts that need no model
 * folder; a case states how many features each expert has.
 */
@Tag("cases")
class VideoCasesTest {

  private static final Set<String> EXPERTS = Set.of("appearance", "audio", "motion", "speech");

  private static final String PICTURES = "-f lavfi -i testsrc2=s=320x240:r=25:d=4 ";
  private static final String TONE = "-f lavfi -i sine=frequency=440:sample_rate=48000:duration=4 ";
  private static final String FIELDS =
      "-f lavfi -i testsrc2=s=720x576:r=50:d=4 "
          + TONE
          + "-vf tinterlace=mode=interleave_top,setfield=tff ";
  private static final String BOTTOM =
      FIELDS.replace("interleave_top,setfield=tff", "interleave_bottom,setfield=bff");
  private static final String X264 = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p ";

  private static final Map<String, String> SUBTITLES =
      Map.of(
          "text.srt",
          """
          1
          00:00:00,500 --> 00:00:01,500
          a dog barks

          2
          00:00:02,000 --> 00:00:03,500
          the door is opened
          """,
          "endless.srt",
          """
          1
          00:00:00,500 --> 00:00:01,500
          a dog barks

          2
          00:00:02,000 --> 99:59:59,999
          subtitles by somebody
          """,
          "signs.ass",
          """
          [Script Info]
          ScriptType: v4.00+

          [Events]
          Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
          Dialogue: 0,0:00:00.00,0:00:04.00,Default,,0,0,0,,{\\p1}m 0 0 l 90 0 90 90{\\p0}
          Dialogue: 1,0:00:00.50,0:00:01.50,Default,,0,0,0,,{\\k20}a {\\k30}dog {\\k40}barks
          Dialogue: 1,0:00:02.00,0:00:03.50,Default,,0,0,0,,the door{\\fscx50} is\\Nopened
          Comment: 0,0:00:02.00,0:00:03.00,Default,,0,0,0,,a note of the translator
          """,
          "rolling.vtt",
          """
          WEBVTT

          00:00:00.000 --> 00:00:01.500
          the old dog

          00:00:01.500 --> 00:00:01.510
          the old dog

          00:00:01.510 --> 00:00:03.500
          the old dog
          barks at the cat
          """,
          "drone.srt",
          """
          1
          00:00:00,000 --> 00:00:00,990
          FrameCnt: 1, DiffTime: 33ms
          [iso: 100] [shutter: 1/640.0] [latitude: 47.11] [longitude: 8.51]

          2
          00:00:01,000 --> 00:00:01,990
          FrameCnt: 31, DiffTime: 33ms
          [iso: 110] [shutter: 1/640.0] [latitude: 47.12] [longitude: 8.52]
          """);

  @TempDir Path folder;

  private ExtractionReport report;

  /** A recipe is ffmpeg's arguments before the name of the file. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          television.ts   | FIELDS -c:v mpeg2video -flags +ilme+ildct -b:v 4M -c:a mp2
          disc.vob        | FIELDS -c:v mpeg2video -flags +ilme+ildct -b:v 4M -c:a mp2
          camcorder.mts   | FIELDS -c:v libx264 -preset ultrafast -pix_fmt yuv420p -flags +ilme+ildct -x264-params tff=1 -c:a ac3 -f mpegts
          mbaff.mp4       | FIELDS -c:v libx264 -preset fast -pix_fmt yuv420p -flags +ilme+ildct -x264-params bff=1 -c:a aac
          tape.dv         | FIELDS -target pal-dv
          intermediate.mov| FIELDS -c:v prores_ks -flags +ildct -c:a pcm_s16le
          reserved.mp4    | PICTURES TONE X264 -c:a aac -bsf:v h264_metadata=colour_primaries=3:transfer_characteristics=3:matrix_coefficients=3
          ycgco.mp4       | PICTURES TONE X264 -c:a aac -bsf:v h264_metadata=colour_primaries=1:transfer_characteristics=1:matrix_coefficients=8
          bt2020cl.mp4    | PICTURES TONE X264 -c:a aac -bsf:v h264_metadata=colour_primaries=9:transfer_characteristics=14:matrix_coefficients=10
          ictcp.mp4       | PICTURES TONE X264 -c:a aac -bsf:v h264_metadata=colour_primaries=9:transfer_characteristics=16:matrix_coefficients=14
          downloaded.webm | PICTURES TONE -c:v libaom-av1 -cpu-used 8 -crf 50 -c:a libopus -b:a 64k
          vp9.webm        | PICTURES TONE -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -c:a libopus -b:a 64k
          fragmented.mp4  | PICTURES TONE X264 -c:a aac -movflags frag_keyframe+empty_moov+default_base_moof
          wraps.ts        | PICTURES TONE X264 -c:a aac -muxdelay 0 -output_ts_offset 95442
          hlg.mov         | PICTURES TONE -c:v libx265 -preset ultrafast -x265-params log-level=error -pix_fmt yuv420p10le -tag:v hvc1 -color_primaries bt2020 -colorspace bt2020nc -color_trc arib-std-b67 -c:a aac
          alpha.mov       | PICTURES TONE -c:v prores_ks -profile:v 4 -pix_fmt yuva444p10le -c:a aac
          animation.mov   | PICTURES TONE -c:v qtrle -pix_fmt argb -c:a aac
          grey16.mkv      | PICTURES TONE -c:v ffv1 -pix_fmt gray16le -c:a flac
          gbr12.mkv       | PICTURES TONE -c:v ffv1 -pix_fmt gbrp12le -c:a flac
          odd.mkv         | -f lavfi -i testsrc2=s=319x241:r=25:d=4 TONE -c:v ffv1 -pix_fmt yuv410p -c:a flac
          sticker.webm    | PICTURES TONE -c:v libvpx-vp9 -pix_fmt yuva420p -deadline realtime -cpu-used 8 -c:a libopus
          channels9.mkv   | PICTURES -f s16le -ar 48000 -ac 9 -t 4 -i /dev/urandom X264 -c:a pcm_s16le
          channels16.mkv  | PICTURES -f s16le -ar 48000 -ac 16 -t 4 -i /dev/urandom X264 -c:a pcm_s16le
          languages.mkv   | PICTURES TONE TONE -map 0 -map 1 -map 2 X264 -c:a aac -metadata:s:a:0 language=deu -metadata:s:a:1 language=eng
          phone.3g2       | PICTURES TONE X264 -c:a aac
          disc.m2t        | PICTURES TONE X264 -c:a aac -f mpegts
          old.qt          | PICTURES TONE X264 -c:a aac -f mov
          CAMERA.MP4      | PICTURES TONE X264 -c:a aac -f mp4
          windows.wmv     | PICTURES TONE -c:v wmv2 -c:a wmav2
          flash.flv       | PICTURES TONE -c:v flv1 -c:a libmp3lame -ar 44100
          film.ogv        | PICTURES TONE -c:v libtheora -c:a libvorbis
          still.ogv       | -f lavfi -i color=red:s=320x240:r=25:d=4 TONE -c:v libtheora -c:a libvorbis
          bottom.vob      | BOTTOM -c:v mpeg2video -flags +ilme+ildct -c:a ac3
          telecine.mpg    | -f lavfi -i testsrc2=s=720x480:r=24000/1001:d=4 TONE -vf telecine=pattern=2332 -c:v mpeg2video -flags +ilme+ildct -c:a ac3
          film.m2ts       | PICTURES TONE X264 -c:a eac3 -f mpegts -mpegts_m2ts_mode 1
          channels24.mkv  | PICTURES TONE X264 -channel_layout 22.2 -c:a pcm_s16le
          disc.mpg        | PICTURES TONE -c:v mpeg1video -c:a mp2
          late.mkv        | PICTURES TONE X264 -c:a aac -output_ts_offset 100
          old.mov         | PICTURES TONE -c:v svq1 -c:a pcm_s16be
          """)
  void picturesAndSoundHaveAFeatureASecond(String name, String recipe) throws Exception {
    make("videos/" + name, recipe);
    assertFeatures("[appearance [45], audio [45], motion 4]", features().values());
    assertEquals(List.of(), report.notes());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          text.srt    | mkv | srt      | 7
          text.srt    | mp4 | mov_text | 7
          text.srt    | mkv | ass      | 7
          text.srt    | mkv | webvtt   | 7
          text.srt    | mp4 | ttml     | 0
          endless.srt | mkv | srt      | 6
          signs.ass   | mkv | ass      | 7
          rolling.vtt | mkv | srt      | 7
          rolling.vtt | mkv | webvtt   | 7
          drone.srt   | mp4 | mov_text | 0
          """)
  void speechHasAFeatureAWord(String subtitles, String container, String codec, int words)
      throws Exception {
    Path file = Files.writeString(folder.resolve(subtitles), SUBTITLES.get(subtitles));
    make("videos/talk." + container, "PICTURES -i " + file + " -map 0 -map 1 X264 -c:s " + codec);
    String speech = words == 0 ? "" : ", speech " + words;
    assertFeatures("{talk=appearance 4, motion 4" + speech + "}", features());
    assertEquals(words == 0 ? 1 : 0, report.notes().size(), report.notes().toString());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "talk.srt, UTF-8",
    "talk.en.vtt, UTF-8",
    "talk.ass, UTF-8",
    "talk.SRT, UTF-16LE",
    "talk.de.srt, windows-1252"
  })
  void subtitlesBesideTheVideoAreRead(String name, Charset charset) throws Exception {
    make("videos/talk.mp4", "PICTURES X264");
    String kind = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    String text =
        SUBTITLES.get(
            Map.of("srt", "text.srt", "vtt", "rolling.vtt", "ass", "signs.ass").get(kind));
    String marked =
        charset.name().startsWith("UTF") ? "\ufeff" + text : text.replace("dog", "h\u00fcnd");
    Files.writeString(folder.resolve("videos/" + name), marked.replace("\n", "\r\n"), charset);
    assertFeatures("{talk=appearance 4, motion 4, speech 7}", features());
  }

  @Test
  void joinedRecordingsFollowEachOther() throws Exception {
    String half =
        "-f lavfi -i color=%s:s=320x240:r=25:d=2 -f lavfi -i sine=frequency=%d:sample_rate=48000:duration=2 -c:v mpeg2video -b:v 1M -c:a mp2";
    Path red = make("red.ts", half.formatted("red", 440));
    Path blue = make("blue.ts", half.formatted("blue", 880));
    byte[] joined = Bytes.concat(Files.readAllBytes(red), Files.readAllBytes(blue));
    Files.write(Files.createDirectories(folder.resolve("videos")).resolve("joined.ts"), joined);
    assertFeatures("{joined=appearance [45], audio [45], motion 4}", features());
  }

  @Test
  void soundThatCannotBeDecodedIsMissing() throws Exception {
    Path file = make("videos/talk.mov", "PICTURES TONE X264 -c:a pcm_s16le");
    replace(file, "sowt", "qqqq");
    assertFeatures("{talk=appearance 4, motion 4}", features());
    assertEquals(1, report.notes().size(), report.notes().toString());
  }

  @Test
  void namesOfAnyKindAreIds() throws Exception {
    Path file = make("base.mp4", "PICTURES X264");
    List<String> names = new ArrayList<>(UnusualNames.ALL);
    names.addAll(List.of("cat/000", "dog/000"));
    for (String name : names) {
      Path copy = folder.resolve("videos/" + name + ".mp4");
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy);
    }
    assertEquals(new TreeSet<>(names), new TreeSet<>(features().keySet()));
  }

  /** Compares with a pattern in which only brackets around digits are special. */
  private static void assertFeatures(String expected, Object found) {
    String pattern = expected.replaceAll("[\\[{}](?!\\d)|(?<!\\d)]", "\\\\$0");
    assertTrue(found.toString().matches(pattern), found + ", expected " + expected);
  }

  /** Replaces all occurrences of four bytes. */
  private static void replace(Path file, String before, String after) throws IOException {
    String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
    Files.writeString(file, bytes.replace(before, after), StandardCharsets.ISO_8859_1);
  }

  private SortedMap<String, String> features() throws IOException {
    Path out = folder.resolve("features");
    report =
        FeatureExtraction.of(FeatureExtractors.find(Optional.empty()).select(EXPERTS))
            .run(folder.resolve("videos"), out);
    assertEquals(List.of(), report.failures());
    SortedMap<String, String> features = new TreeMap<>();
    try (FeatureSource source = FeatureSources.open(out)) {
      for (String id : source.ids()) {
        features.put(id, counts(source.readAll(id).features().experts()));
      }
    }
    return features;
  }

  private static String counts(Map<String, ExpertFeatures> experts) {
    return new TreeMap<>(experts)
        .entrySet().stream()
            .map(expert -> expert.getKey() + " " + expert.getValue().count())
            .collect(Collectors.joining(", "));
  }

  private Path make(String name, String recipe) throws IOException, InterruptedException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    List<String> command = new ArrayList<>(List.of("ffmpeg", "-loglevel", "error"));
    command.addAll(
        Arrays.asList(
            recipe
                .replace("PICTURES", PICTURES)
                .replace("FIELDS", FIELDS)
                .replace("BOTTOM", BOTTOM)
                .replace("TONE", TONE)
                .replace("X264", X264)
                .trim()
                .split(" +")));
    command.add(file.toString());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(Redirect.from(new File("/dev/null")))
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), printed);
    return file;
  }
}

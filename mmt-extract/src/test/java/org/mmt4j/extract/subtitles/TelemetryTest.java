package org.mmt4j.extract.subtitles;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TelemetryTest {

  /** Cue i of a track. */
  record Track(String name, int cues, IntFunction<String> text) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Track> telemetry() {
    return Stream.of(
        new Track(
            "drone, named numbers in brackets",
            4,
            i ->
                "<font size=\"28\">FrameCnt: %d, DiffTime: 33ms\n[iso: 100] [shutter: 1/640.0] [ev: 0] [latitude: 47.1%d]</font>"
                    .formatted(i, i)),
        new Track(
            "drone, one cue",
            1,
            i -> "FrameCnt: 1, DiffTime: 33ms\n[iso: 100] [shutter: 1/640.0] [latitude: 47.1]"),
        new Track(
            "drone, home point",
            5,
            i ->
                "HOME(149.0251,-20.2532) 2016.08.05 14:12:3%d\nGPS(149.02%d,-20.25,16) BAROMETER:1.9\nISO:100 Shutter:60 EV: Fnum:2.2"
                    .formatted(i, i)),
        new Track(
            "drone, settings between commas",
            6,
            i ->
                "F/2.8, SS 206.1%d, ISO 100, EV 0, GPS (-122.37, 37.82, 19), D 24.2%dm, H 6.00m, H.S 2.10m/s"
                    .formatted(i, i)),
        new Track(
            "drone without satellites",
            6,
            i -> "F/2.8, SS 206.1%d, ISO 100, EV 0, D 24.2%dm".formatted(i, i)),
        new Track(
            "dashcam, date and speed",
            8,
            i -> "2021/05/06 12:34:5%d  %d km/h".formatted(i, 40 + i)),
        new Track("dashcam, speed only", 8, i -> (30 + i) + " MPH"),
        new Track("dashcam, position", 8, i -> "N:47.123%d E:8.543%d 0%d0km/h".formatted(i, i, i)),
        new Track("camcorder, date and time", 5, i -> "06.05.2021 12:34:5" + i),
        new Track("accelerometer", 5, i -> "X:0.0%d Y:-0.98 Z:0.10".formatted(i)),
        new Track("JSON", 5, i -> "{\"lat\":47.12%d,\"lon\":8.54,\"alt\":43%d}".formatted(i, i)),
        new Track(
            "receiver",
            5,
            i -> "$GPRMC,12351%d,A,4807.0381,N,01131.0002,E,022.4,084.4".formatted(i)),
        new Track(
            "drone, position lost for a while",
            10,
            i -> i == 3 ? "no signal" : "GPS: %d.1, H: 4.5m, D: 3.2m".formatted(i)));
  }

  @ParameterizedTest
  @MethodSource("telemetry")
  void telemetryIsFound(Track track) {
    assertEquals(true, isFound(track));
  }

  static Stream<Track> speech() {
    return Stream.of(
        new Track("nothing", 0, i -> ""),
        new Track("countdown", 10, i -> String.valueOf(10 - i)),
        new Track("spoken countdown", 10, i -> "T minus " + (10 - i) + " seconds"),
        new Track("counting", 3, i -> "1, 2, 3, 4, 5, 6, 7, 8, 9, 10"),
        new Track("times table", 9, i -> "3 times %d is %d".formatted(i, 3 * i)),
        new Track("equations", 9, i -> "%d + %d = %d".formatted(i, i, 2 * i)),
        new Track("decimal equations", 9, i -> "%d.5 + 1.5 = %d.0".formatted(i, i + 2)),
        new Track("variables", 5, i -> "so x = %d, and y = %d".formatted(i, 2 * i)),
        new Track(
            "prices", 6, i -> List.of("Apples", "Pears", "Figs").get(i % 3) + ": $" + i + ".99"),
        new Track("price of one thing", 6, i -> "That is $" + i + ".99 a piece."),
        new Track("scores", 6, i -> "It's now " + i + ":2."),
        new Track("verses", 6, i -> "Genesis 1:" + i),
        new Track("recipe", 4, i -> i + " cups of flour, 2 eggs, 3.5 dl milk and 10 g salt"),
        new Track(
            "one reading among sentences",
            5,
            i -> i == 0 ? "lat: 47.1, lon: 8.5, alt: 430" : "We are number " + i + " here."),
        new Track(
            "speed in sentences", 5, i -> "And now he drives " + i + "0 km/h! " + "wow ".repeat(i)),
        new Track("sentences", 5, i -> "Good evening, this is the news number " + i));
  }

  @ParameterizedTest
  @MethodSource("speech")
  void spokenNumbersAreNotTelemetry(Track track) {
    assertEquals(false, isFound(track));
  }

  private static boolean isFound(Track track) {
    Telemetry telemetry = new Telemetry();
    IntStream.range(0, track.cues())
        .mapToObj(track.text())
        .map(Markup.TAGS::plain)
        .forEach(telemetry::add);
    return telemetry.isFound();
  }
}

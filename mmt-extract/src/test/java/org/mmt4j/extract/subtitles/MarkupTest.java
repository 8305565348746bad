package org.mmt4j.extract.subtitles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MarkupTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<i>Good</i> evening | Good evening",
        "<font color=\"#ff0000\">red</font>car | redcar",
        "<v Anna Lee>hello | hello",
        "<c.yellow.bg_blue>a dog</c> | a dog",
        "today<00:00:00.400><c> we</c> | today we",
        "bar<00:01.400>king | barking",
        "Tom &amp; Jerry&#39;s &lt;3&nbsp;&#x2764; | Tom & Jerry's <3 ❤",
        "AT&T; R&D &bogus; &#1114112; &#55296; | AT&T; R&D &bogus; &#1114112; &#55296;",
        "{\\an8}above | above",
        "{y:i}slanted | slanted",
        "a {quiet} word | a {quiet} word",
        "1 < 2 and 3 > 2, I <3 you | 1 < 2 and 3 > 2, I <3 you",
        "open <i | open <i",
        "<ruby>犬<rt>いぬ</rt></ruby> | 犬",
        "one<br/>two | one two",
        "soft\u00adhyphen \u202bمرحبا\u202c | softhyphen مرحبا",
      })
  void removesTagsAndEntities(String marked, String plain) {
    assertEquals(plain, Markup.TAGS.plain(marked).strip().replace('\n', ' '));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\\p1\\an7\\pos(0,0)}m 0 0 l 100 0{\\p0} | ''",
        "{\\p1}m 0 0 l 100 0 | ''",
        "foo{\\p2}m 0 0{\\p0}bar | foo bar",
        "{\\pos(3,4)\\pbo5}shown | shown",
        "{\\k20}a {\\kf30}dog {\\ko40}barks | a dog barks",
        "{\\k20}bar{\\k30}king | barking",
        "the door{\\fscx50} is\\Nopened | the door is opened",
        "soft\\nbreak\\hhard space | soft break hard space",
        "{a note}word | word",
        "a { brace | a { brace",
        "\\{literal\\} | {literal}",
        "Tom &amp; <Jerry> | Tom &amp; <Jerry>",
      })
  void removesCodesOfAss(String marked, String plain) {
    assertEquals(plain, Markup.ASS.plain(marked).strip().replace('\n', ' '));
  }

  @Property
  void plainTextStays(@ForAll("plainTexts") String text) {
    assertEquals(text, Markup.TAGS.plain(text));
    assertEquals(text, Markup.ASS.plain(text));
  }

  /** Words of all kinds of letters, and punctuation that marks nothing. */
  @Provide
  Arbitrary<String> plainTexts() {
    Arbitrary<String> word =
        Arbitraries.of(
            "dog",
            "It's",
            "naïve",
            "犬が",
            "мир",
            "سلام",
            "10%",
            "3.5",
            "(no)",
            "[Music]",
            "♪",
            "-",
            "?!",
            "a/b",
            "x=1",
            "\ud83d\udc36",
            "AT&T",
            "5<6",
            "»ja«",
            "#1");
    return word.list()
        .ofMinSize(1)
        .ofMaxSize(12)
        .flatMap(
            words -> Arbitraries.of(" ", "\n").map(separator -> String.join(separator, words)));
  }

  @Property
  void tagsAroundWordsAreRemoved(
      @ForAll("plainTexts") String text, @ForAll("tags") List<String> tags) {
    StringBuilder marked = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      boolean atWord = i == 0 || text.charAt(i - 1) == ' ';
      marked.append(atWord && !tags.isEmpty() ? tags.get(i % tags.size()) : "");
      marked.append(text.charAt(i));
    }
    assertEquals(text, Markup.TAGS.plain(marked.toString()));
  }

  @Provide
  Arbitrary<List<String>> tags() {
    return Arbitraries.of(
            "<i>", "</i>", "<font face=\"Arial\">", "<c.a>", "<v Bob>", "<00:00:01.000>", "{\\k5}")
        .list();
  }

  @Property
  void noTextIsTooStrange(@ForAll String text) {
    for (Markup markup : Markup.values()) {
      assertFalse(markup.plain(text).contains("\r"));
    }
  }

  /** Time that grows with the square of the length would be hours. */
  @ParameterizedTest
  @EnumSource(Markup.class)
  void longTextThatLooksLikeMarkupIsRead(Markup markup) {
    for (String part : List.of("{", "{\\", "{y:", "<a", "<", "<rt>", "&#", "<0", "}")) {
      assertFalse(markup.plain(part.repeat(1_000_000)).contains("\n"));
    }
  }

  @Test
  void lineEndsOfAllSystemsAreOne() {
    assertEquals("a\nb\nc\nd", Markup.TAGS.plain("a\r\nb\rc\nd"));
  }
}

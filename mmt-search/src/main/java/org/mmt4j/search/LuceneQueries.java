package org.mmt4j.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/** Filters and keywords as queries of Lucene. */
final class LuceneQueries {

  /** Splits texts at Unicode's word boundaries and converts them to lower case. */
  static final Analyzer ANALYZER = new StandardAnalyzer();

  /** A query has at most so many words; Lucene refuses more than 1024 clauses. */
  private static final int MAX_WORDS = 256;

  private LuceneQueries() {}

  static Query of(Filter filter) {
    if (filter instanceof Filter.Ids ids) {
      return new TermInSetQuery(EntryDocuments.ID, ids.ids().stream().map(BytesRef::new).toList());
    } else if (filter instanceof Filter.OfVideo of) {
      return new TermQuery(new Term(EntryDocuments.VIDEO, of.video()));
    } else if (filter instanceof Filter.Tag tag) {
      return new TermQuery(new Term(EntryDocuments.TAG, tag.tag()));
    } else if (filter instanceof Filter.Words words) {
      return words(EntryDocuments.TEXT + words.name(), words.words(), Occur.FILTER);
    } else if (filter instanceof Filter.NumberIn range) {
      return DoublePoint.newRangeQuery(
          EntryDocuments.NUMBER + range.name(), range.from(), range.to());
    } else if (filter instanceof Filter.DateIn range) {
      return LongPoint.newRangeQuery(
          EntryDocuments.DATE + range.name(), milliseconds(range.from()), milliseconds(range.to()));
    } else if (filter instanceof Filter.And and) {
      BooleanQuery.Builder query = new BooleanQuery.Builder();
      query.add(new MatchAllDocsQuery(), Occur.FILTER);
      and.filters().forEach(each -> query.add(of(each), Occur.FILTER));
      return query.build();
    } else if (filter instanceof Filter.Or or) {
      BooleanQuery.Builder query = new BooleanQuery.Builder();
      or.filters().forEach(each -> query.add(of(each), Occur.SHOULD));
      return query.build();
    } else if (filter instanceof Filter.Not not) {
      return new BooleanQuery.Builder()
          .add(new MatchAllDocsQuery(), Occur.FILTER)
          .add(of(not.filter()), Occur.MUST_NOT)
          .build();
    }
    return new MatchAllDocsQuery();
  }

  /** Returns milliseconds since 1970, limited to what a long holds. */
  private static long milliseconds(Instant date) {
    if (date.isBefore(Instant.ofEpochMilli(Long.MIN_VALUE))) {
      return Long.MIN_VALUE;
    }
    return date.isAfter(Instant.ofEpochMilli(Long.MAX_VALUE))
        ? Long.MAX_VALUE
        : date.toEpochMilli();
  }

  /** Returns a query for entries with some words of a text, best first, that a filter accepts. */
  static Query keywords(String text, Filter filter) {
    return new BooleanQuery.Builder()
        .add(words(EntryDocuments.WORDS, text, Occur.SHOULD), Occur.MUST)
        .add(new ConstantScoreQuery(of(filter)), Occur.FILTER)
        .build();
  }

  private static Query words(String field, String text, Occur occur) {
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    Set<String> words = words(text);
    words.stream()
        .limit(MAX_WORDS)
        .forEach(word -> query.add(new TermQuery(new Term(field, word)), occur));
    return words.isEmpty() ? new MatchNoDocsQuery() : query.build();
  }

  /** Returns the unique words of a text, in lower case, in order. */
  static Set<String> words(String text) {
    Set<String> words = new LinkedHashSet<>();
    try (TokenStream tokens = ANALYZER.tokenStream(EntryDocuments.WORDS, text)) {
      CharTermAttribute word = tokens.addAttribute(CharTermAttribute.class);
      tokens.reset();
      while (tokens.incrementToken()) {
        words.add(word.toString());
      }
      tokens.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a text in memory does not fail
    }
    return words;
  }
}

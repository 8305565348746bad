/**
 * Libraries of videos on disk, and queries: captions, videos, moments, filters, keywords.
 *
 * <p>A {@link org.mmt4j.search.VideoLibrary} embeds queries with a model and asks a {@link
 * org.mmt4j.search.VectorEngine} for what is similar. {@link org.mmt4j.search.LuceneEngine} keeps a
 * library in a folder:
 *
 * <pre>
 *   index/         Lucene: ids, windows, metadata, words, and the row of each entry's vector
 *   vectors-G      the vectors of generation G, memory-mapped, searched exactly
 * </pre>
 *
 * A commit of Lucene names the generation and the number of rows that count, so vectors and
 * metadata are committed together. Removed entries leave rows behind, which compacting removes.
 */
@NullMarked
package org.mmt4j.search;

import org.jspecify.annotations.NullMarked;

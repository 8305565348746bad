/** Experts of text: words that are shown or spoken, as vectors. */
@NullMarked
package org.mmt4j.extract.words;

import org.jspecify.annotations.NullMarked;

/** Training of a multi-modal transformer, following a run, and evaluation of retrieval. */
@NullMarked
package org.mmt4j.train;

import org.jspecify.annotations.NullMarked;

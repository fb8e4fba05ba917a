/**
 * Page-numbered lists and the lazy walk over all of their pages.
 */
@NullMarked
package ai.eigi.client.paging;

import org.jspecify.annotations.NullMarked;

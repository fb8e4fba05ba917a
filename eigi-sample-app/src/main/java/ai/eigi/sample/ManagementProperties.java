package ai.eigi.sample;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the page may change in the account.
 *
 * @param editPrompts whether it may add versions to prompts, by which agents then talk to
 * people
 */
@ConfigurationProperties("sample.management")
record ManagementProperties(@DefaultValue("false") boolean editPrompts) {

}

<?php
/**
 * Plugin Name: Refdesk
 * Description: The association's reference desk in the portal: a button on every page, or [refdesk] inline. Members read what members may read.
 * Version: 1.0.0
 * Requires PHP: 8.2
 * License: Apache-2.0
 *
 * What must never happen stands in token.php. For WordPress in particular: no token is ever written into a page, for page
 * caches keep pages; the script asks the REST route below, which is never cached and answers the signed-on member alone.
 * The secrets are better kept in wp-config.php (REFDESK_SIGNING_KEY, REFDESK_PSEUDONYM_KEY) than in the database.
 */

declare(strict_types=1);

defined('ABSPATH') || exit;

require_once __DIR__ . '/token.php';

const REFDESK_FIELDS = [
    'refdesk_desk' => 'Address of the desk (https://desk.example)',
    'refdesk_id' => 'Id of the desk',
    'refdesk_audience' => 'Audience',
    'refdesk_signing_key' => 'Signing key, shared with the desk',
    'refdesk_pseudonym_key' => 'Pseudonym key, of this portal alone',
];

/** A setting: from wp-config.php if it is there, else from the settings page. */
function refdesk_setting(string $name): string
{
    $constant = strtoupper($name);
    return defined($constant) ? (string) constant($constant) : (string) get_option($name, '');
}

function refdesk_is_secret(string $name): bool
{
    return str_ends_with($name, '_key');
}

/** What a user may read: editors are staff, everybody else who is signed on is a member. */
function refdesk_tier(WP_User $user): string
{
    $tier = $user->has_cap('edit_others_posts') ? 'staff' : 'member';
    return (string) apply_filters('refdesk_tier', $tier, $user);
}

add_action('rest_api_init', function (): void {
    register_rest_route('refdesk/v1', '/token', [
        'methods' => 'POST',
        // WordPress checks the nonce in X-WP-Nonce; without it nobody is signed on here, whatever their cookies say.
        'permission_callback' => 'is_user_logged_in',
        'callback' => 'refdesk_answer_with_token',
    ]);
});

function refdesk_answer_with_token(): never
{
    $user = wp_get_current_user();
    nocache_headers();
    header('Cache-Control: no-store');
    header('Content-Type: text/plain; charset=utf-8');
    echo refdesk_token(
        home_url(),
        refdesk_setting('refdesk_audience'),
        refdesk_setting('refdesk_signing_key'),
        refdesk_setting('refdesk_pseudonym_key'),
        (string) $user->ID,
        refdesk_tier($user)
    );
    exit;
}

/** The desk's script with its settings; $target is the element that it goes into, or '' for the button. */
function refdesk_script(string $target): string
{
    $desk = untrailingslashit(refdesk_setting('refdesk_desk'));
    if ($desk === '') {
        return '';
    }
    return sprintf(
        '<script src="%s/widget.js" data-desk="%s"%s async></script>',
        esc_url($desk),
        esc_attr(refdesk_setting('refdesk_id')),
        $target === '' ? '' : ' data-target="' . esc_attr($target) . '"'
    );
}

add_action('wp_enqueue_scripts', function (): void {
    if (is_user_logged_in()) {
        wp_enqueue_script('refdesk-sign-on', plugins_url('refdesk.js', __FILE__), [], '1.0.0', ['in_footer' => true]);
    }
});

add_filter('script_loader_tag', function (string $tag, string $handle): string {
    if ($handle !== 'refdesk-sign-on') {
        return $tag;
    }
    // The nonce is no token: it opens nothing without the member's own cookie. Pages of signed-on members are not cached.
    $data = sprintf(
        ' data-token="%s" data-nonce="%s"',
        esc_url(rest_url('refdesk/v1/token')),
        esc_attr(wp_create_nonce('wp_rest'))
    );
    return str_replace(' src=', $data . ' src=', $tag);
}, 10, 2);

add_action('wp_footer', function (): void {
    if (get_option('refdesk_button', '1') === '1') {
        echo refdesk_script('');
    }
});

add_shortcode('refdesk', function (): string {
    static $number = 0;
    $id = 'refdesk-inline-' . ++$number;
    return sprintf('<div id="%s"></div>%s', $id, refdesk_script('#' . $id));
});

add_action('admin_init', function (): void {
    foreach (array_keys(REFDESK_FIELDS) as $name) {
        // A secret is never written into the page; an empty field leaves it as it is.
        $kept = fn (mixed $new): string => trim((string) $new) ?: (refdesk_is_secret($name) ? (string) get_option($name, '') : '');
        register_setting('refdesk', $name, ['type' => 'string', 'sanitize_callback' => $kept]);
    }
    register_setting('refdesk', 'refdesk_button', ['type' => 'string', 'default' => '1']);
});

add_action('admin_menu', function (): void {
    add_options_page('Refdesk', 'Refdesk', 'manage_options', 'refdesk', 'refdesk_settings_page');
});

function refdesk_settings_page(): void
{
    echo '<div class="wrap"><h1>Refdesk</h1><form method="post" action="options.php"><table class="form-table">';
    settings_fields('refdesk');
    foreach (REFDESK_FIELDS as $name => $label) {
        $is_secret = refdesk_is_secret($name);
        $saved = $is_secret && get_option($name, '') !== '' ? 'saved; leave empty to keep it' : '';
        printf(
            '<tr><th><label for="%1$s">%2$s</label></th><td><input class="regular-text" id="%1$s" name="%1$s" type="%3$s" value="%4$s" placeholder="%5$s" autocomplete="off"%6$s></td></tr>',
            esc_attr($name),
            esc_html($label),
            $is_secret ? 'password' : 'text',
            $is_secret ? '' : esc_attr((string) get_option($name, '')),
            esc_attr(defined(strtoupper($name)) ? 'set in wp-config.php' : $saved),
            defined(strtoupper($name)) ? ' disabled' : ''
        );
    }
    printf(
        '<tr><th>Button on every page</th><td><input type="hidden" name="refdesk_button" value="0"><input type="checkbox" name="refdesk_button" value="1"%s></td></tr>',
        checked(get_option('refdesk_button', '1'), '1', false)
    );
    printf('</table><p>Issuer, for the desk’s file: <code>%s</code></p>', esc_html(home_url()));
    submit_button();
    echo '</form></div>';
}

<?php
/**
 * The few functions of WordPress that the plugin in examples/php calls, for a test: prints what its route answers to the
 * signed-on user 7, or the page's parts.  php wordpress.php PLUGIN CAPABILITY token|page
 */

declare(strict_types=1);

define('ABSPATH', '/');

class WP_User
{
    public int $ID = 7;

    public function has_cap(string $name): bool
    {
        return $name === $GLOBALS['argv'][2];
    }
}

$hooks = [];
$routes = [];
$options = json_decode(getenv('WORDPRESS_OPTIONS'), true);

function add_action(string $name, callable $work): void { $GLOBALS['hooks'][$name][] = $work; }
function add_filter(string $name, callable $work): void { $GLOBALS['hooks'][$name][] = $work; }
function add_shortcode(string $name, callable $work): void { $GLOBALS['hooks']["[$name]"][] = $work; }
function apply_filters(string $name, mixed $value, mixed ...$rest): mixed { return $value; }
function register_rest_route(string $space, string $route, array $how): void { $GLOBALS['routes'][$space . $route] = $how; }
function get_option(string $name, mixed $default = false): mixed { return $GLOBALS['options'][$name] ?? $default; }
function is_user_logged_in(): bool { return true; }
function wp_get_current_user(): WP_User { return new WP_User(); }
function nocache_headers(): void {}
function home_url(): string { return 'https://portal.example'; }
function rest_url(string $path): string { return "https://portal.example/wp-json/$path"; }
function plugins_url(string $path, string $file): string { return "https://portal.example/plugins/refdesk/$path"; }
function wp_create_nonce(string $name): string { return 'nonce-for-' . $name; }
function untrailingslashit(string $text): string { return rtrim($text, '/'); }
function esc_url(string $text): string { return htmlspecialchars($text, ENT_QUOTES); }
function esc_attr(string $text): string { return htmlspecialchars($text, ENT_QUOTES); }
function esc_html(string $text): string { return htmlspecialchars($text, ENT_QUOTES); }
function checked(mixed $value, mixed $wanted, bool $shown): string { return $value === $wanted ? ' checked' : ''; }
function settings_fields(string $group): void {}
function submit_button(): void {}
function wp_enqueue_script(string $handle, string $source): void { $GLOBALS['enqueued'][$handle] = $source; }

require $argv[1];

if ($argv[3] === 'page') {
    foreach (['wp_enqueue_scripts', 'wp_footer'] as $name) {
        array_map(fn (callable $work) => $work(), $hooks[$name]);
    }
    $tag = '<script src="' . $enqueued['refdesk-sign-on'] . '"></script>';
    echo $hooks['script_loader_tag'][0]($tag, 'refdesk-sign-on'), $hooks['[refdesk]'][0]();
    refdesk_settings_page();
    exit;
}
array_map(fn (callable $work) => $work(), $hooks['rest_api_init']);
$route = $routes['refdesk/v1/token'];
if ($route['methods'] === 'POST' && $route['permission_callback']()) {
    $route['callback']();
}

package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/tingfeng-voc/tingfeng/dashboards/api"
	"github.com/tingfeng-voc/tingfeng/pipeline"
	"github.com/tingfeng-voc/tingfeng/voc"
)

type userCmd struct {
	List    userList    `cmd:"" default:"withargs" help:"Who may enter."`
	Add     userAdd     `cmd:"" help:"Make a user; prints a password for one use."`
	Passwd  userPasswd  `cmd:"" help:"Give a user a new password for one use; their sessions end."`
	Role    userRole    `cmd:"" help:"Give a user another role or unit; their sessions end."`
	Disable userDisable `cmd:"" help:"Shut a user out."`
	Enable  userEnable  `cmd:"" help:"Let a user in again."`
}

// keeper changes who may enter: through the running tingfeng, or by opening the house itself. Who can
// read its data folder is its master anyway.
type keeper struct {
	users   func(context.Context) ([]voc.User, error)
	add     func(context.Context, voc.User) (string, error)
	change  func(context.Context, voc.User) error
	disable func(ctx context.Context, name string, off bool) error
	reset   func(ctx context.Context, name string) (string, error)
	close   func() error
}

// openKeeper finds who changes users.
func openKeeper(w *world, g *grammar) (*keeper, error) {
	c, err := w.load(g)
	if err != nil {
		return nil, err
	}
	if there, ok := findRunning(w.signal, c.Data); ok {
		return there.keeper(), nil
	}
	a, err := openControl(w.signal, w, g, c)
	if err != nil {
		return nil, err
	}
	if err := a.openGate(false); err != nil {
		return nil, errors.Join(err, a.close())
	}
	gate := a.gate.Gate
	return &keeper{
		users: func(context.Context) ([]voc.User, error) { return gate.Users(), nil },
		add: func(ctx context.Context, u voc.User) (string, error) {
			_, once, err := gate.AddUser(ctx, u, commandActor)
			return once, err
		},
		change: func(ctx context.Context, u voc.User) error {
			_, err := gate.ChangeUser(ctx, u, commandActor)
			return err
		},
		disable: func(ctx context.Context, name string, off bool) error {
			_, err := gate.DisableUser(ctx, name, off, commandActor)
			return err
		},
		reset: func(ctx context.Context, name string) (string, error) {
			return gate.ResetPassword(ctx, name, commandActor)
		},
		close: a.close,
	}, nil
}

// commandActor stands under what is done from the command line.
const commandActor = "tingfeng"

// keeper changes users through the running tingfeng.
func (p *peer) keeper() *keeper {
	at := func(name, what string) string { return "/api/v1/users/" + url.PathEscape(name) + what }
	return &keeper{
		users: func(ctx context.Context) ([]voc.User, error) {
			var list api.Users
			err := p.into(ctx, http.MethodGet, "/api/v1/users", nil, &list)
			users := make([]voc.User, len(list.Items))
			for i, u := range list.Items {
				users[i] = u.User
			}
			return users, err
		},
		add: func(ctx context.Context, u voc.User) (string, error) {
			var made api.NewUser
			order := api.NewUserOrder{Name: u.Name, UserOrder: orderOf(u)}
			err := p.into(ctx, http.MethodPost, "/api/v1/users", order, &made)
			return made.Password, err
		},
		change: func(ctx context.Context, u voc.User) error {
			var state api.UserState
			return p.into(ctx, http.MethodPut, at(u.Name, ""), orderOf(u), &state)
		},
		disable: func(ctx context.Context, name string, off bool) error {
			var state api.UserState
			return p.into(ctx, http.MethodPost, at(name, "/disable"), api.DisableOrder{Disabled: off}, &state)
		},
		reset: func(ctx context.Context, name string) (string, error) {
			var made api.NewUser
			err := p.into(ctx, http.MethodPost, at(name, "/reset"), struct{}{}, &made)
			return made.Password, err
		},
		close: func() error { return nil },
	}
}

func orderOf(u voc.User) api.UserOrder {
	return api.UserOrder{Title: u.Title, Role: u.Role, Unit: u.Unit, Email: u.Email}
}

// keep runs f with a keeper and closes it.
func keep(w *world, g *grammar, f func(*keeper) error) error {
	k, err := openKeeper(w, g)
	if err != nil {
		return err
	}
	return errors.Join(f(k), k.close())
}

// named finds a user by name.
func (k *keeper) named(ctx context.Context, name string) (voc.User, error) {
	users, err := k.users(ctx)
	if err != nil {
		return voc.User{}, err
	}
	for _, u := range users {
		if strings.EqualFold(u.Name, name) {
			return u, nil
		}
	}
	return voc.User{}, fmt.Errorf("user %q: %w; tingfeng user list shows them", name, pipeline.ErrNone)
}

type userList struct{}

// Run lists users.
func (*userList) Run(w *world, g *grammar) error {
	return keep(w, g, func(k *keeper) error {
		users, err := k.users(w.signal)
		if err != nil {
			return err
		}
		if g.JSON {
			return printJSON(w.stdout, append([]voc.User{}, users...))
		}
		if len(users) == 0 {
			fmt.Fprintln(w.stdout, "还没有用户。tingfeng user add 名字 --role admin 创建第一位管理员。")
		}
		for _, u := range users {
			state := "可登录"
			switch {
			case u.Disabled:
				state = "已停用"
			case u.MustSet:
				state = "待设密码"
			}
			fmt.Fprintf(w.stdout, "%s  %s  %s  %s  %s\n", u.Name, u.Role, orHouse(u.Unit), state, u.Title)
		}
		return nil
	})
}

func orHouse(unit voc.UnitID) string {
	if unit == "" {
		return "全公司"
	}
	return string(unit)
}

type userAdd struct {
	Name  string `arg:"" help:"What one signs in with."`
	Role  string `enum:"viewer,agent,analyst,admin" default:"viewer" help:"viewer, agent, analyst or admin."`
	Title string `help:"How people call them."`
	Unit  string `placeholder:"ID" help:"Of org.yaml; default: the whole house."`
	Email string `help:"By which a provider's account is recognised."`
}

// Run makes a user.
func (u *userAdd) Run(w *world, g *grammar) error {
	return keep(w, g, func(k *keeper) error {
		once, err := k.add(w.signal, voc.User{Name: u.Name, Role: voc.UserRole(u.Role), Title: u.Title, Unit: voc.UnitID(u.Unit), Email: u.Email})
		if err != nil {
			return err
		}
		return tellOnce(w, g, u.Name, once)
	})
}

// tellOnce prints a password for one use: to the one who asked, and nowhere else.
func tellOnce(w *world, g *grammar, name, once string) error {
	if g.JSON {
		return printJSON(w.stdout, map[string]string{"name": name, "password": once})
	}
	fmt.Fprintf(w.stdout, "%s 的一次性密码：%s\n72 小时内有效，首次登录后要换成自己的密码。\n", name, once)
	return nil
}

type userPasswd struct {
	Name string `arg:"" help:"Whose."`
}

// Run gives a user a password for one use.
func (u *userPasswd) Run(w *world, g *grammar) error {
	return keep(w, g, func(k *keeper) error {
		once, err := k.reset(w.signal, u.Name)
		if err != nil {
			return err
		}
		return tellOnce(w, g, u.Name, once)
	})
}

type userRole struct {
	Name string  `arg:"" help:"Whose."`
	Role string  `arg:"" enum:"viewer,agent,analyst,admin" help:"viewer, agent, analyst or admin."`
	Unit *string `placeholder:"ID" help:"Also another unit of org.yaml; an empty one means the whole house."`
}

// Run gives a user another role.
func (u *userRole) Run(w *world, g *grammar) error {
	return keep(w, g, func(k *keeper) error {
		user, err := k.named(w.signal, u.Name)
		if err != nil {
			return err
		}
		user.Role = voc.UserRole(u.Role)
		if u.Unit != nil {
			user.Unit = voc.UnitID(*u.Unit)
		}
		if err := k.change(w.signal, user); err != nil {
			return err
		}
		fmt.Fprintf(w.stdout, "%s 现在是 %s（%s），已登录的要重新登录。\n", user.Name, user.Role, orHouse(user.Unit))
		return nil
	})
}

type userDisable struct {
	Name string `arg:"" help:"Whom."`
}

// Run shuts a user out.
func (u *userDisable) Run(w *world, g *grammar) error { return switchUser(w, g, u.Name, true) }

type userEnable struct {
	Name string `arg:"" help:"Whom."`
}

// Run lets a user in again.
func (u *userEnable) Run(w *world, g *grammar) error { return switchUser(w, g, u.Name, false) }

func switchUser(w *world, g *grammar, name string, off bool) error {
	return keep(w, g, func(k *keeper) error {
		user, err := k.named(w.signal, name)
		if err != nil {
			return err
		}
		if err := k.disable(w.signal, user.Name, off); err != nil {
			return err
		}
		said := "已恢复"
		if off {
			said = "已停用，他的登录和令牌都已失效"
		}
		fmt.Fprintf(w.stdout, "%s %s。\n", user.Name, said)
		return nil
	})
}
